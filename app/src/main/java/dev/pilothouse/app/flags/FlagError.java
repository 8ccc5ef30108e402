package dev.pilothouse.app.flags;

/// The command line makes no sense; the message is upstream's, word for word.
public final class FlagError extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FlagError(String message) {
        super(message, null, false, false);
    }

    /// A value that its flag doesn't take.
    static FlagError invalid(String value, String flag, String why) {
        return new FlagError("invalid argument " + quoted(value) + " for \"" + flag + "\" flag: " + why);
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
