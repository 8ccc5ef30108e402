package dev.pilothouse.store.encryption;

import dev.pilothouse.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/// The providers of some keys: the first seals, each opens what it sealed.
public record Providers(List<Provider> providers) {
    public Providers {
        providers = List.copyOf(providers);
    }

    /// @param by the label of the provider that opened it
    /// @param stale whether another provider, or another key, would seal it now
    record Opened(byte[] plain, boolean stale, String by) {}

    byte[] seal(String key, byte[] plain) {
        Provider first = providers.getFirst();
        byte[] prefix = ascii(first.prefix());
        if (prefix.length == 0) {
            return plain;
        }
        try {
            byte[] sealed = first.seal(plain, context(key));
            byte[] value = Arrays.copyOf(prefix, prefix.length + sealed.length);
            System.arraycopy(sealed, 0, value, prefix.length, sealed.length);
            return value;
        } catch (GeneralSecurityException e) {
            throw new StoreException.Unusable(key + " can't be encrypted: " + e.getMessage(), e);
        }
    }

    /// @param kept the key that it was sealed for
    Opened open(String key, String kept, byte[] value) {
        boolean sealed = SealedValue.is(value);
        for (Provider provider : providers) {
            byte[] prefix = ascii(provider.prefix());
            if (prefix.length == 0 ? sealed : !startsWith(value, prefix)) {
                continue;
            }
            try {
                if (prefix.length == 0) {
                    return new Opened(value, provider != providers.getFirst(), provider.label());
                }
                byte[] rest = Arrays.copyOfRange(value, prefix.length, value.length);
                byte[] plain = provider.open(rest, context(kept));
                return new Opened(plain, provider != providers.getFirst() || provider.isStale(rest), provider.label());
            } catch (GeneralSecurityException e) {
                throw new StoreException.Unreadable(
                        key,
                        "the key that is configured as " + provider.prefix()
                                + " isn't the one that encrypted it, or the value was changed (" + e.getMessage() + ")");
            }
        }
        throw new StoreException.Unreadable(
                key,
                "no matching prefix found"
                        + SealedValue.prefix(value).map(it -> " for " + it).orElse(", and plain values aren't allowed"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] context(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] value, byte[] prefix) {
        return value.length >= prefix.length && Arrays.equals(value, 0, prefix.length, prefix, 0, prefix.length);
    }
}
