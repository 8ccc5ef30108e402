package dev.pilothouse.app.encryption;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// The configuration that a cluster gets when nobody gives it one: Secrets are sealed with a key that is made at the first start.
///
/// The key lies in the data folder or, where the store is etcd, beside the keys that all masters share; for its owner only. It
/// protects what leaves the folder without it: backups, copies of the store, etcd's disks and members, disks that are thrown away in
/// parts; not against somebody who reads the whole folder.
public final class NewKey {
    /// What the file is called, wherever it is.
    public static final String FILE = "encryption.yaml";

    private static final int KEY_BYTES = 32;

    private NewKey() {}

    /// Makes the file unless it is there. Plain values, of before, stay readable and are sealed when they are next written.
    public static Path in(Path file, SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            return file;
        }
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        KeyFile.write(file, text(key).getBytes(StandardCharsets.US_ASCII));
        return file;
    }

    /// The same in a folder that several masters may fill at once: the key of whoever is first is everybody's.
    public static Path shared(Path folder, SecureRandom random) throws IOException {
        Path file = folder.resolve(FILE);
        byte[] number = new byte[8];
        random.nextBytes(number);
        Path own = in(folder.resolve(FILE + "." + HexFormat.of().formatHex(number)), random);
        try {
            Files.createLink(file, own);
        } catch (FileAlreadyExistsException another) {
            return file;
        } finally {
            Files.delete(own);
        }
        return file;
    }

    /// JSON, as which YAML is read soonest: each start reads it.
    private static String text(byte[] key) {
        return """
                # Seals Secrets in the cluster store. Keep it with every backup: without it they can't be read.
                {
                  "apiVersion": "apiserver.config.k8s.io/v1",
                  "kind": "EncryptionConfiguration",
                  "resources": [
                    {
                      "resources": ["secrets"],
                      "providers": [
                        {"aesgcm": {"keys": [{"name": "first", "secret": "%s"}]}},
                        {"identity": {}}
                      ]
                    }
                  ]
                }
                """
                .formatted(Base64.getEncoder().encodeToString(key));
    }
}
