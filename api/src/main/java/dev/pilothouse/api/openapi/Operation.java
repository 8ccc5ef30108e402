package dev.pilothouse.api.openapi;

import dev.pilothouse.api.schema.GroupVersionKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One method of one path, in the words of neither OpenAPI version.
///
/// @param description what it does, for people
/// @param action what the method does to which kind; empty for pages that are no resources
/// @param answers the content of each status that isn't a refusal
record Operation(
        String method,
        String id,
        String description,
        String tag,
        Optional<Action> action,
        List<Parameter> parameters,
        Optional<Content> request,
        boolean requestRequired,
        Map<Integer, Content> answers) {

    /// `x-kubernetes-action` and the kind that it works on.
    record Action(String name, GroupVersionKind kind) {}

    /// @param type `string`, `boolean` or `integer`
    record Parameter(Place place, String name, String type, String description) {
        /// The namespace of an object, or the path behind a proxied one.
        static Parameter path(String name) {
            return new Parameter(Place.PATH, name, "string", ParameterWords.of(name, ""));
        }

        /// The name of an object.
        static Parameter nameOf(String kind) {
            return new Parameter(Place.PATH, "name", "string", "name of the " + kind);
        }

        /// @param use what the parameter belongs to, as [ParameterWords] knows it
        static Parameter query(String name, String type, String use) {
            return new Parameter(Place.QUERY, name, type, ParameterWords.of(name, use));
        }
    }

    enum Place {
        PATH("path"),
        QUERY("query");

        private final String word;

        Place(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /// @param type the name of a described type; empty for plain text
    /// @param mediaTypes in the order in which upstream prefers them
    record Content(String type, List<String> mediaTypes) {}

    static Map<Integer, Content> answers(Content content, int... statuses) {
        Map<Integer, Content> answers = new TreeMap<>();
        for (int status : statuses) {
            answers.put(status, content);
        }
        return answers;
    }
}
