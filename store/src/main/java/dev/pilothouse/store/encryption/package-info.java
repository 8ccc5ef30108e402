/// Values that are sealed before a store keeps them, in the byte forms of upstream's encryption at rest. Which keys and
/// which providers is decided elsewhere. Start reading at [EncryptedStore].
package dev.pilothouse.store.encryption;
