package dev.pilothouse.api.openapi;

import dev.pilothouse.api.openapi.Operation.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The query parameters that the verbs take.
final class Parameters {
    private static final Parameter PRETTY = Parameter.query("pretty", "string", "");

    private static final List<Parameter> SELECTING = queries(
            "continue:string fieldSelector:string labelSelector:string limit:integer resourceVersion:string"
                    + " resourceVersionMatch:string sendInitialEvents:boolean shardSelector:string"
                    + " timeoutSeconds:integer");

    private static final List<Parameter> DELETING = queries(
            "dryRun:string gracePeriodSeconds:integer ignoreStoreReadErrorWithClusterBreakingPotential:boolean"
                    + " orphanDependents:boolean propagationPolicy:string");

    private static final List<Parameter> WRITING = queries("dryRun:string fieldManager:string fieldValidation:string");

    private Parameters() {}

    static List<Parameter> get() {
        return List.of(PRETTY);
    }

    static List<Parameter> list() {
        return joined(SELECTING, queries("allowWatchBookmarks:boolean watch:boolean"), get());
    }

    static List<Parameter> write() {
        return joined(WRITING, get());
    }

    static List<Parameter> patch() {
        return joined(queriesOf("patch", "dryRun:string fieldManager:string fieldValidation:string force:boolean"), get());
    }

    static List<Parameter> delete() {
        return joined(DELETING, get());
    }

    static List<Parameter> deleteCollection() {
        return joined(DELETING, SELECTING, get());
    }

    static List<Parameter> log() {
        return joined(
                queries("container:string follow:boolean insecureSkipTLSVerifyBackend:boolean limitBytes:integer"
                        + " previous:boolean sinceSeconds:integer stream:string tailLines:integer timestamps:boolean"),
                get());
    }

    /// The options of subresources that are connections and not objects.
    ///
    /// @param options their kind
    static List<Parameter> connect(String subresource, String options) {
        return switch (subresource) {
            case "attach" ->
                queriesOf(subresource, "container:string stderr:boolean stdin:boolean stdout:boolean tty:boolean");
            case "exec" ->
                queriesOf(
                        subresource,
                        "command:string container:string stderr:boolean stdin:boolean stdout:boolean tty:boolean");
            case "portforward" -> queries("ports:integer");
            default -> queriesOf(options, "path:string");
        };
    }

    /// Parameters by name, those of the path first where names are equal.
    @SafeVarargs
    static List<Parameter> joined(List<Parameter>... parts) {
        List<Parameter> all = new ArrayList<>();
        for (List<Parameter> part : parts) {
            all.addAll(part);
        }
        all.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::place));
        return List.copyOf(all);
    }

    private static List<Parameter> queries(String words) {
        return queriesOf("", words);
    }

    private static List<Parameter> queriesOf(String use, String words) {
        List<Parameter> parameters = new ArrayList<>();
        for (String word : words.split(" ")) {
            int colon = word.indexOf(':');
            parameters.add(Parameter.query(word.substring(0, colon), word.substring(colon + 1), use));
        }
        return parameters;
    }
}
