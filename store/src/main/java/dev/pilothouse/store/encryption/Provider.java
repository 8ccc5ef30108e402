package dev.pilothouse.store.encryption;

import java.security.GeneralSecurityException;

/// One way to seal values, with one key or with none.
public interface Provider {
    /// What sealed values of this very key start with, as ASCII; empty for values that aren't sealed.
    String prefix();

    /// As figures name it: without the name of a key.
    default String label() {
        return prefix().isEmpty() ? "identity" : prefix();
    }

    /// @param context what the value belongs to, its key in the store: a value that was moved elsewhere doesn't open
    /// @return without the prefix
    byte[] seal(byte[] plain, byte[] context) throws GeneralSecurityException;

    /// @param sealed without the prefix
    byte[] open(byte[] sealed, byte[] context) throws GeneralSecurityException;

    /// Whether it would be sealed otherwise now.
    ///
    /// @param sealed without the prefix
    default boolean isStale(byte[] sealed) throws GeneralSecurityException {
        return false;
    }

    /// Whether somebody else keeps the key, who may be away.
    default boolean isRemote() {
        return false;
    }

    /// Whether whoever keeps the key is there and well.
    default boolean isWell() {
        return true;
    }
}
