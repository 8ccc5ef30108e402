package dev.pilothouse.store.etcd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Between keys as the store's users write them and as etcd holds them: the prefix may be another one there.
record Keys(String prefix) {
    /// Where a range without an end ends.
    static final byte[] NO_END = {0};

    byte[] toEtcd(String key) {
        boolean below = key.startsWith(EtcdSettings.USUAL_PREFIX + "/");
        String there = below ? prefix + key.substring(EtcdSettings.USUAL_PREFIX.length()) : key;
        return there.getBytes(StandardCharsets.UTF_8);
    }

    String fromEtcd(byte[] key) {
        String there = new String(key, StandardCharsets.UTF_8);
        boolean below = !prefix.equals(EtcdSettings.USUAL_PREFIX) && there.startsWith(prefix + "/");
        return below ? EtcdSettings.USUAL_PREFIX + there.substring(prefix.length()) : there;
    }

    /// The first key behind all that begin with this one.
    static byte[] endOf(byte[] start) {
        for (int i = start.length - 1; i >= 0; i--) {
            if (start[i] != (byte) 0xFF) {
                byte[] end = Arrays.copyOf(start, i + 1);
                end[i]++;
                return end;
            }
        }
        return NO_END;
    }

    /// The first key behind this one.
    static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
