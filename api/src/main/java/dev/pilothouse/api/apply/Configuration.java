package dev.pilothouse.api.apply;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import java.util.List;

/// The body of an apply: YAML, of which JSON is a part.
///
/// @param duplicates what a strict reader complains about: `line 3: key "a" already set in map`
public record Configuration(ObjectTree tree, List<String> duplicates) {

    public static Configuration parse(byte[] body) {
        Yaml.Parsed parsed;
        try {
            parsed = Yaml.parseNotingDuplicates(body);
        } catch (MalformedYaml e) {
            throw ApiError.badRequest("error decoding YAML: error converting YAML to JSON: " + e.getMessage());
        }
        return switch (parsed.tree()) {
            case ObjectTree object -> new Configuration(object, parsed.duplicates());
            case NullTree _ -> new Configuration(ObjectTree.EMPTY, parsed.duplicates());
            case Tree other ->
                throw ApiError.badRequest("error decoding YAML: error unmarshaling JSON: while decoding JSON: json:"
                        + " cannot unmarshal " + other.type().json()
                        + " into Go value of type map[string]interface {}");
        };
    }

    /// The complaint of strict field validation about keys that stand twice; empty if none does.
    public String strictProblem() {
        return duplicates.isEmpty()
                ? ""
                : "error converting YAML to JSON: yaml: unmarshal errors:\n  " + String.join("\n  ", duplicates);
    }
}
