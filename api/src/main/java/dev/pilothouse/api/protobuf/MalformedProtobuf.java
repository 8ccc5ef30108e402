package dev.pilothouse.api.protobuf;

/// Bytes that are no message of the expected type. The message is worded as Go's decoder words it.
public final class MalformedProtobuf extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedProtobuf(String message) {
        super(message, null, false, false);
    }

    static MalformedProtobuf truncated() {
        return new MalformedProtobuf("unexpected EOF");
    }
}
