package dev.pilothouse.api.yaml;

import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.Tree;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Reads and writes YAML as upstream does: YAML 1.1 scalars (`yes`, `0777`, `~`), merge keys, no dates and no
/// sexagesimal numbers.
public final class Yaml {
    private Yaml() {}

    /// A document and what a strict reader complains about: `line 3: key "a" already set in map`.
    public record Parsed(Tree tree, List<String> duplicates) {}

    /// The first document; an empty one is null. Of a key that stands twice the last value counts.
    public static Tree parse(byte[] text) throws MalformedYaml {
        return parseNotingDuplicates(text).tree();
    }

    public static Tree parse(String text) throws MalformedYaml {
        return first(new YamlReader(text).read(1)).tree();
    }

    public static Parsed parseNotingDuplicates(byte[] text) throws MalformedYaml {
        Optional<Tree> json = PlainJson.read(text);
        return json.isPresent()
                ? new Parsed(json.get(), List.of())
                : first(new YamlReader(decode(text)).read(1));
    }

    /// All documents of a stream that are not empty.
    public static List<Tree> parseAll(byte[] text) throws MalformedYaml {
        return new YamlReader(decode(text))
                .read(Integer.MAX_VALUE).stream()
                        .map(Parsed::tree)
                        .filter(tree -> !tree.isNull())
                        .toList();
    }

    private static Parsed first(List<Parsed> documents) {
        return documents.isEmpty() ? new Parsed(NullTree.NULL, List.of()) : documents.getFirst();
    }

    private static String decode(byte[] text) throws MalformedYaml {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedYaml("invalid leading UTF-8 octet");
        }
    }

    /// Block style, as `kubectl get -o yaml` shows it; ends with a line break.
    public static String write(Tree tree) {
        return new YamlWriter().write(tree);
    }
}
