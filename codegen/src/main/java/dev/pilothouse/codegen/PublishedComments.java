package dev.pilothouse.codegen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What fields mean, as the comments of the published protobuf sources (`io.kubernetes:client-java-proto`) say it: they
/// describe fields that hold objects, of which the Java models say nothing.
final class PublishedComments {
    private static final String SOURCES = "io/kubernetes/client/proto/";
    private static final Pattern MESSAGE = Pattern.compile("interface_extends:k8s\\.io\\.([\\w.]+)\\)");
    private static final String OF_TYPE = "   * Protobuf type {@code k8s.io.";
    private static final Pattern FIELD = Pattern.compile("<code>.* (\\w+) = \\d+.*;</code>");
    private static final Pattern NUMBERED = Pattern.compile("&#(\\d+);");

    private final ClassLoader loader;

    PublishedComments(ClassLoader loader) {
        this.loader = loader;
    }

    /// Texts by `type` and by `type#field`, line by line. Blank lines between them are lost.
    Map<String, String> fields(Map<String, Facts.Type> types) throws IOException {
        TreeSet<String> files = new TreeSet<>();
        types.keySet().forEach(type -> files.add(file(type)));
        Map<String, String> texts = new TreeMap<>();
        for (String file : files) {
            try (InputStream in = loader.getResourceAsStream(SOURCES + file)) {
                if (in != null) {
                    read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), texts);
                }
            }
        }
        return texts;
    }

    /// `V1Apps.java` for types of `apps/v1`; the core group has no name there.
    private static String file(String type) {
        String[] parts = type.split("\\.");
        String group = parts[parts.length - 3];
        String version = Naming.capital(parts[parts.length - 2]);
        return switch (group) {
            case "core" -> version + ".java";
            case "meta" -> "Meta.java";
            default -> version + Naming.capital(group) + ".java";
        };
    }

    /// The interface of a message lists its fields, each under its comment; what follows repeats them.
    private static void read(BufferedReader lines, Map<String, String> texts) throws IOException {
        String message = "";
        List<String> comment = new ArrayList<>();
        boolean inside = false;
        boolean ofType = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher opened = MESSAGE.matcher(line);
            if (opened.find()) {
                message = "io.k8s." + opened.group(1);
            } else if (line.equals("  }")) {
                message = "";
            } else if (line.equals("   * <pre>") || line.equals("  /**")) {
                comment.clear();
                ofType = true;
            } else if (line.equals("   * </pre>")) {
                ofType = false;
            } else if (ofType && line.startsWith("   * ")) {
                comment.add(line.substring(5));
            } else if (line.startsWith(OF_TYPE)) {
                if (!comment.isEmpty()) {
                    texts.putIfAbsent("io.k8s." + line.substring(OF_TYPE.length(), line.length() - 1), text(comment));
                }
                ofType = false;
            } else if (message.isEmpty()) {
                continue;
            } else if (line.equals("     * <pre>")) {
                comment.clear();
                inside = true;
            } else if (line.equals("     * </pre>")) {
                inside = false;
            } else if (inside) {
                comment.add(line.length() > 7 ? line.substring(7) : "");
            } else if (line.startsWith("     * <code>")) {
                Matcher field = FIELD.matcher(line);
                if (field.find() && !comment.isEmpty()) {
                    texts.putIfAbsent(message + "#" + field.group(1), text(comment));
                }
                comment.clear();
            }
        }
    }

    /// The lines of the comment without its markers, notes to its authors and what follows a line of dashes.
    private static String text(List<String> comment) {
        StringBuilder text = new StringBuilder();
        for (String line : comment) {
            String bare = line.strip();
            if (bare.startsWith("---")) {
                break;
            }
            if (!bare.isEmpty() && !bare.startsWith("+") && !bare.startsWith("TODO")) {
                text.append(text.isEmpty() ? "" : "\n").append(line.stripTrailing());
            }
        }
        String plain = text.toString().replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        return NUMBERED.matcher(plain)
                .replaceAll((MatchResult code) ->
                        Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1)))))
                .replace("&amp;", "&");
    }
}
