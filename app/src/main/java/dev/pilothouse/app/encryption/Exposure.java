package dev.pilothouse.app.encryption;

import dev.pilothouse.store.Entry;
import dev.pilothouse.store.encryption.SealedValue;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Counts what can be read without a key and what can't, so that nobody is left in the dark about it.
public final class Exposure implements Consumer<Entry> {
    private static final String SECRETS = "/registry/secrets/";

    private final SortedSet<String> providers = new TreeSet<>();
    private long sealed;
    private long plainSecrets;

    @Override
    public void accept(Entry entry) {
        SealedValue.prefix(entry.value())
                .ifPresentOrElse(
                        by -> {
                            providers.add(by.replaceFirst(":$", ""));
                            sealed++;
                        },
                        () -> plainSecrets += entry.key().startsWith(SECRETS) ? 1 : 0);
    }

    public boolean hasSealed() {
        return sealed > 0;
    }

    public boolean hasPlainSecrets() {
        return plainSecrets > 0;
    }

    /// How many values are encrypted, and by which providers and keys.
    public String sealed() {
        return sealed + (sealed == 1 ? " value is" : " values are") + " encrypted by " + String.join(", ", providers);
    }

    public String plainSecrets() {
        return plainSecrets + (plainSecrets == 1 ? " Secret is" : " Secrets are") + " not encrypted";
    }
}
