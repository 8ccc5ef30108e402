package dev.pilothouse.kinds.core.pod;

/// The name of a container image: `registry/path:tag@digest`.
final class ImageName {
    private ImageName() {}

    /// Always for what moves (the tag `latest`, also when it is only implied), else only what isn't present.
    static String pullPolicy(String image) {
        return tag(image).equals("latest") ? "Always" : "IfNotPresent";
    }

    /// The tag, `latest` if there is neither tag nor digest, nothing if the name makes no sense.
    private static String tag(String image) {
        int at = image.indexOf('@');
        String name = at < 0 ? image : image.substring(0, at);
        if (!isReference(name)) {
            return "";
        }
        // A colon before the last slash belongs to the registry's port.
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        if (colon >= 0) {
            return name.substring(colon + 1);
        }
        return at < 0 ? "latest" : "";
    }

    /// Whether the path is of the characters that a reference allows: lower case below the registry.
    private static boolean isReference(String name) {
        if (name.isEmpty()) {
            return false;
        }
        int path = name.indexOf('/') + 1;
        int end = name.indexOf(':', name.lastIndexOf('/') + 1);
        for (int i = path; i < (end < 0 ? name.length() : end); i++) {
            char c = name.charAt(i);
            boolean allowed = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-' || c == '/';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }
}
