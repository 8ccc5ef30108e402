package dev.pilothouse.app;

/// Ends a command with one line for the person who asked for it: what is wrong and, where there is one, the way out.
/// Never a defect of ours: those keep their stack trace.
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param line one sentence, without a trailing line break
    public Refusal(String line) {
        super(line, null, false, false);
    }
}
