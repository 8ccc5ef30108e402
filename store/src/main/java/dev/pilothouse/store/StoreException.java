package dev.pilothouse.store;

/// Why the store can't answer. The messages are meant for the person who runs it.
public abstract sealed class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StoreException(String message) {
        super(message);
    }

    private StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The revision asked for is forgotten.
    public static final class Compacted extends StoreException {
        private static final long serialVersionUID = 1L;
        private final long compactedRevision;

        public Compacted(long compactedRevision) {
            super("required revision has been compacted (history starts after revision " + compactedRevision + ")");
            this.compactedRevision = compactedRevision;
        }

        public long compactedRevision() {
            return compactedRevision;
        }
    }

    /// The revision asked for has not been reached.
    public static final class FutureRevision extends StoreException {
        private static final long serialVersionUID = 1L;
        private final long currentRevision;

        public FutureRevision(long asked, long currentRevision) {
            super("required revision " + asked + " is a future revision (the current one is " + currentRevision + ")");
            this.currentRevision = currentRevision;
        }

        public long currentRevision() {
            return currentRevision;
        }
    }

    public static final class Closed extends StoreException {
        private static final long serialVersionUID = 1L;

        public Closed() {
            super("the store is closed");
        }
    }

    /// The disk takes no more writes. Reads go on; writes are tried again when they are asked for.
    public static final class Full extends StoreException {
        private static final long serialVersionUID = 1L;

        public Full(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Another process has the data folder open.
    public static final class Locked extends StoreException {
        private static final long serialVersionUID = 1L;

        public Locked(String message) {
            super(message);
        }
    }

    /// What is on the disk is not what was written there.
    public static final class Corrupt extends StoreException {
        private static final long serialVersionUID = 1L;

        public Corrupt(String message) {
            super(message);
        }
    }

    /// The value of one key can't be decrypted. All other keys are as they were.
    public static final class Unreadable extends StoreException {
        private static final long serialVersionUID = 1L;
        private final String key;

        /// @param why without the key
        public Unreadable(String key, String why) {
            super("unable to transform key \"" + key + "\": " + why);
            this.key = key;
        }

        public String key() {
            return key;
        }
    }

    /// The data folder can't be used at all.
    public static final class Unusable extends StoreException {
        private static final long serialVersionUID = 1L;

        public Unusable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// The cluster of stores can't answer now: no member in reach, or no quorum. What was asked for has not been done.
    public static final class Unavailable extends StoreException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// No answer came. What was asked for may or may not have been done.
    public static final class Unanswered extends StoreException {
        private static final long serialVersionUID = 1L;

        public Unanswered(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
