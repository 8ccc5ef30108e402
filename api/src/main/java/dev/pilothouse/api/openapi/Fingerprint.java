package dev.pilothouse.api.openapi;

import dev.pilothouse.api.schema.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A digest of the tables that the documents are made from.
final class Fingerprint {
    private Fingerprint() {}

    static String ofTables() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String table : List.of("types.tsv", "resources.tsv")) {
                add(digest, Schemas.class.getResourceAsStream(table));
            }
            add(digest, Fingerprint.class.getResourceAsStream("parameters.tsv"));
            return HexFormat.of().withUpperCase().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(MessageDigest digest, InputStream table) throws IOException {
        try (table) {
            digest.update(table.readAllBytes());
        }
    }
}
