package dev.pilothouse.api.meta;

import java.util.random.RandomGenerator;

/// Endings of generated names, from an alphabet that spells no words and mistakes no letter for a digit.
public final class RandomSuffix {
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int LENGTH = 5;
    /// A generated name is a DNS label at most.
    private static final int NAME_LIMIT = 63;

    private RandomSuffix() {}

    public static String of(RandomGenerator random) {
        return of(random, LENGTH);
    }

    public static String of(RandomGenerator random, int length) {
        StringBuilder out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            out.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return out.toString();
    }

    /// A name from `generateName`: cut so that the suffix still fits.
    public static String name(String prefix, RandomGenerator random) {
        int most = NAME_LIMIT - LENGTH;
        return (prefix.length() > most ? prefix.substring(0, most) : prefix) + of(random);
    }

    /// A hash as an ending of a name (template hashes): each character of its decimal form is mapped into the alphabet.
    public static String ofHash(long hash) {
        String decimal = Long.toString(hash);
        StringBuilder out = new StringBuilder(decimal.length());
        for (int i = 0; i < decimal.length(); i++) {
            out.append(ALPHABET.charAt(decimal.charAt(i) % ALPHABET.length()));
        }
        return out.toString();
    }
}
