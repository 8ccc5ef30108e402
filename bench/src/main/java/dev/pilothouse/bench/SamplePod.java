package dev.pilothouse.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The 2.8 KB that the tree is measured with: a running pod, fields in the order in which Go's encoder
/// writes them, so that parsing has to sort.
final class SamplePod {
    private SamplePod() {}

    static byte[] json() {
        try (InputStream in = SamplePod.class.getResourceAsStream("pod.json")) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
