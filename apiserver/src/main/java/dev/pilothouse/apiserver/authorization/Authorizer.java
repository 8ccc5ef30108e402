package dev.pilothouse.apiserver.authorization;

/// Has an opinion on what somebody may do, or none.
@FunctionalInterface
public interface Authorizer {

    /// @param reason shown to people; may be empty
    record Opinion(Verdict verdict, String reason) {
        public static final Opinion NONE = new Opinion(Verdict.NONE, "");

        public static Opinion allow(String reason) {
            return new Opinion(Verdict.ALLOW, reason);
        }

        public static Opinion none(String reason) {
            return new Opinion(Verdict.NONE, reason);
        }

        public boolean isAllowed() {
            return verdict == Verdict.ALLOW;
        }
    }

    enum Verdict {
        ALLOW,
        DENY,
        NONE
    }

    Opinion decide(Attributes attributes);
}
