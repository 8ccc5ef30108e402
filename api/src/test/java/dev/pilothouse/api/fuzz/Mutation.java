package dev.pilothouse.api.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Changes bytes a little: flips, cuts, repeats, mixes with others, puts in what readers stumble over.
final class Mutation {
    /// Longer inputs show nothing that shorter ones don't, and take longer.
    private static final int LENGTH_LIMIT = 4_096;

    private static final List<String> STUMBLING_BLOCKS = List.of(
            "{", "}", "[", "]", "\"", ":", ",", "\\u0000", "\\ud800", "null", "true", "-", "0", "1e999", "-0", "9223372036854775808",
            "\n", "\t", "  ", "- ", "? ", "*a", "&a ", "!!int ", "<<: ", "|\n", ">+\n", "#", "%YAML 1.1\n", "---\n", "...\n",
            "~1", "~", "/", "/-", "/0", "\"op\":\"copy\"", "$patch", "$retainKeys", "$setElementOrder/", "$deleteFromPrimitiveList/",
            "f:", "k:{", "v:", "i:", ".", "\u0085", "\u2028", "\uFEFF", "\0", "[[[[[[[[", "{\"a\":");

    private final RandomGenerator random;
    private final List<byte[]> pool;

    Mutation(RandomGenerator random, List<byte[]> pool) {
        this.random = random;
        this.pool = pool;
    }

    byte[] next() {
        byte[] bytes = pool.get(random.nextInt(pool.size()));
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            bytes = change(bytes);
        }
        return bytes.length > LENGTH_LIMIT ? Arrays.copyOf(bytes, LENGTH_LIMIT) : bytes;
    }

    private byte[] change(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(16));
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] changed = bytes.clone();
                if (from < changed.length) {
                    changed[from] ^= (byte) (1 << random.nextInt(8));
                }
                yield changed;
            }
            case 1 -> spliced(bytes, from, to, new byte[0]);
            case 2 -> spliced(bytes, to, to, Arrays.copyOfRange(bytes, from, to));
            case 3 -> spliced(bytes, from, from, new byte[] {(byte) random.nextInt()});
            case 4 -> {
                byte[] other = pool.get(random.nextInt(pool.size()));
                yield spliced(bytes, from, bytes.length, Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length));
            }
            default ->
                spliced(
                        bytes,
                        from,
                        from,
                        STUMBLING_BLOCKS.get(random.nextInt(STUMBLING_BLOCKS.size())).getBytes(StandardCharsets.UTF_8));
        };
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
        byte[] result = new byte[from + middle.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
        return result;
    }
}
