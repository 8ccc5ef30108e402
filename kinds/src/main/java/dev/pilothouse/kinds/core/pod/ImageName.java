package dev.pilothouse.kinds.core.pod;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a container image: `registry/path:tag@digest`. Source: the grammar of references of the distribution project.
final class ImageName {
    /// Bytes. Longer texts are no name, and aren't searched for one.
    private static final int LONGEST = 1024;
    private static final int LONGEST_PATH = 255;
    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final String REGISTRY =
            "(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?";
    private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final String DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
    private static final Pattern REFERENCE = Pattern.compile(REGISTRY + "/(?<path>" + PART + "(?:/" + PART + ")*)"
            + "(?::(?<tag>\\w[\\w.-]{0,127}))?(?<digest>@" + DIGEST + ")?");
    private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");

    private ImageName() {}

    /// Always for what moves (the tag `latest`, also when it is only implied), else only what isn't present.
    static String pullPolicy(String image) {
        return tag(image).equals("latest") ? "Always" : "IfNotPresent";
    }

    /// The tag, `latest` if there is neither tag nor digest, nothing if the name makes no sense.
    private static String tag(String image) {
        if (image.length() > LONGEST || IDENTIFIER.matcher(image).matches()) {
            return "";
        }
        Matcher reference = REFERENCE.matcher(whole(image));
        if (!reference.matches() || reference.group("path").length() > LONGEST_PATH) {
            return "";
        }
        String tag = reference.group("tag");
        return tag != null ? tag : reference.group("digest") == null ? "latest" : "";
    }

    /// With the registry and the project that are meant where none is named.
    private static String whole(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean named = first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || !first.equals(first.toLowerCase(Locale.ROOT));
        String registry = named && !first.equals("index.docker.io") ? first : "docker.io";
        String path = named ? image.substring(slash + 1) : image;
        boolean official = registry.equals("docker.io") && path.indexOf('/') < 0;
        return registry + "/" + (official ? "library/" : "") + path;
    }
}
