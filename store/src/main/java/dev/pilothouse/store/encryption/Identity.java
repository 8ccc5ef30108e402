package dev.pilothouse.store.encryption;

/// Values as they are.
public record Identity() implements Provider {
    @Override
    public String prefix() {
        return "";
    }

    @Override
    public byte[] seal(byte[] plain, byte[] context) {
        return plain;
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) {
        return sealed;
    }
}
