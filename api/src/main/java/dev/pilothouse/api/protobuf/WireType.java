package dev.pilothouse.api.protobuf;

/// How a field's value is laid out in bytes (protobuf encoding, "Message structure").
public final class WireType {
    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int LENGTH = 2;
    public static final int GROUP_START = 3;
    public static final int GROUP_END = 4;
    public static final int FIXED32 = 5;

    private WireType() {}
}
