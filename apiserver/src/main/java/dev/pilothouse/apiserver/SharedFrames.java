package dev.pilothouse.apiserver;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.http.HttpResponse.Frame;
import dev.pilothouse.apiserver.request.Form;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The frames that watches sent last: a thousand watches of one resource send the same bytes, made once. Watches that are
/// further behind make theirs anew.
final class SharedFrames {
    /// Changes that watches of one change are apart by; a power of two.
    private static final int FRAMES = 256;

    /// Larger ones aren't kept, so that all together are 16 MiB at most.
    private static final int FRAME_BYTES = 64 << 10;

    private final AtomicReferenceArray<Shared> slots = new AtomicReferenceArray<>(FRAMES);

    /// What a frame was made of, and its bytes.
    private record Shared(ObjectTree object, String type, Form form, List<Json.Bytes> bytes) {
        boolean isOf(Frame frame, Form asked) {
            return object == frame.object() && type.equals(frame.type()) && form.encoding() == asked.encoding();
        }
    }

    /// The bytes of the frame, in one piece; not to be changed.
    List<Json.Bytes> encode(Frame frame, Form form) {
        int slot = (System.identityHashCode(frame.object()) + form.encoding().ordinal()) & (FRAMES - 1);
        Shared last = slots.get(slot);
        if (last != null && last.isOf(frame, form)) {
            return last.bytes;
        }
        List<Json.Bytes> bytes = List.of(joined(Answers.frame(frame, form)));
        if (bytes.getFirst().length() <= FRAME_BYTES) {
            slots.set(slot, new Shared(frame.object(), frame.type(), form, bytes));
        }
        return bytes;
    }

    private static Json.Bytes joined(List<Json.Bytes> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        byte[] all = new byte[parts.stream().mapToInt(Json.Bytes::length).sum()];
        int at = 0;
        for (Json.Bytes part : parts) {
            System.arraycopy(part.array(), part.offset(), all, at, part.length());
            at += part.length();
        }
        return new Json.Bytes(all, 0, all.length);
    }
}
