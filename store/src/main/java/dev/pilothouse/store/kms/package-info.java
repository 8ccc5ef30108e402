/// Values sealed with a key that a plugin beside the API server keeps: upstream's KMS v2. Start reading at [KmsProvider].
package dev.pilothouse.store.kms;
