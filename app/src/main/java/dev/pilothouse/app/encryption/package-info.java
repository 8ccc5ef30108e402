/// Encryption at rest as it is configured: upstream's EncryptionConfiguration, and the one that a new cluster gets.
/// The providers themselves are the store's. Start reading at [dev.pilothouse.app.encryption.EncryptionConfiguration].
package dev.pilothouse.app.encryption;
