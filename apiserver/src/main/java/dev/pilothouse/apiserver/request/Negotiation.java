package dev.pilothouse.apiserver.request;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.apiserver.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Chooses the form of an answer from the `Accept` field (RFC 9110 §12.5.1, API concepts "Resource representations").
///
/// N1 A clause asks for another shape as soon as it has any of `as`, `g` and `v`: what isn't known by all three is refused.
/// N2 Refusing one clause leaves the next; only a client that takes nothing of what there is gets nothing.
public final class Negotiation {
    public static final List<String> ACCEPTED =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");

    /// What a watch can be sent in.
    private static final List<String> STREAMED =
            List.of("application/json;stream=watch", "application/vnd.kubernetes.protobuf;stream=watch");

    /// Programs that show what they get.
    private static final List<String> SHOWING = List.of("curl", "Wget", "Mozilla/5.0");

    /// What Go reads as true.
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

    private static final Set<String> META_VERSIONS = Set.of("v1", "v1beta1");

    /// What is found where a request leads, which decides the shapes that it can have.
    public enum Found {
        /// Objects of a resource.
        OBJECTS,
        /// Objects whose types aren't described, so that none of them is whole in protobuf.
        CUSTOM_OBJECTS,
        /// Objects of a place that has no table.
        UNTABLED,
        /// Anything else that has a kind: pages and refusals.
        PAGE,
        /// Every group, version and resource in one list.
        DISCOVERY
    }

    private Negotiation() {}

    /// The form in which objects are answered. Whether its shape fits what is found is seen when that is known.
    public static Form choose(Resolved request) {
        return choose(request, Found.OBJECTS);
    }

    public static Form choose(Resolved request, Found found) {
        return form(request.raw(), found).orElseThrow(() -> ApiError.notAcceptable(ACCEPTED));
    }

    /// The form of a watch, which YAML can't be.
    public static Form watched(Form chosen) {
        if (chosen.encoding() == Form.Encoding.YAML) {
            throw ApiError.notAcceptable(STREAMED);
        }
        return chosen;
    }

    /// The first form of those that the client takes, the one that it likes best first.
    public static Optional<Form> form(HttpRequest request, Found found) {
        String field = Accept.of(request);
        return field.isEmpty() ? Optional.of(Form.JSON) : chosen(field, found).map(Chosen::form);
    }

    private record Chosen(Accept clause, Form form) {}

    private static Optional<Chosen> chosen(String field, Found found) {
        for (Accept clause : Accept.parse(field)) {
            for (Form.Encoding encoding : Form.Encoding.values()) {
                if (clause.covers(encoding.mediaType())) {
                    Optional<Form> form = form(clause, encoding, found);
                    if (form.isPresent()) {
                        return Optional.of(new Chosen(clause, form.get()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Form> form(Accept clause, Form.Encoding encoding, Found found) {
        String stream = clause.parameter("stream");
        boolean streamed = stream.isEmpty() || stream.equals("watch") && encoding != Form.Encoding.YAML;
        boolean hasServerVersion = found != Found.PAGE && found != Found.DISCOVERY;
        String serverVersion = clause.parameter("sv");
        if (!streamed || !serverVersion.isEmpty() && !(hasServerVersion && serverVersion.equals("v1"))) {
            return Optional.empty();
        }
        boolean shaped = clause.has("as") || clause.has("g") || clause.has("v");
        Optional<Form> form = shaped
                ? shape(clause, encoding, found).map(shape -> new Form(encoding, shape, clause.parameter("v")))
                : Optional.of(new Form(encoding, Form.Shape.WHOLE, ""));
        return form.filter(it -> shaped || isWhole(encoding, found));
    }

    private static boolean isWhole(Form.Encoding encoding, Found found) {
        return found != Found.DISCOVERY && !(found == Found.CUSTOM_OBJECTS && encoding == Form.Encoding.PROTOBUF);
    }

    private static Optional<Form.Shape> shape(Accept clause, Form.Encoding encoding, Found found) {
        String group = clause.parameter("g");
        String version = clause.parameter("v");
        String kind = clause.parameter("as");
        return switch (found) {
            case PAGE -> Optional.empty();
            case DISCOVERY ->
                group.equals("apidiscovery.k8s.io") && version.equals("v2") && kind.equals("APIGroupDiscoveryList")
                        ? Optional.of(Form.Shape.WHOLE)
                        : Optional.empty();
            case OBJECTS, CUSTOM_OBJECTS, UNTABLED ->
                group.equals("meta.k8s.io") && META_VERSIONS.contains(version)
                        ? shape(kind, encoding, found)
                        : Optional.empty();
        };
    }

    private static Optional<Form.Shape> shape(String kind, Form.Encoding encoding, Found found) {
        return switch (kind) {
            // Tables have no message in protobuf.
            case "Table" ->
                encoding == Form.Encoding.PROTOBUF || found == Found.UNTABLED
                        ? Optional.empty()
                        : Optional.of(Form.Shape.TABLE);
            case "PartialObjectMetadata" -> Optional.of(Form.Shape.METADATA);
            case "PartialObjectMetadataList" -> Optional.of(Form.Shape.METADATA_LIST);
            default -> Optional.empty();
        };
    }

    /// Which of the media types the client likes best, for pages that aren't objects; the first for one that doesn't say.
    public static Optional<String> firstOf(HttpRequest request, List<String> mediaTypes) {
        String field = Accept.of(request);
        if (field.isEmpty()) {
            return Optional.of(mediaTypes.getFirst());
        }
        return Accept.parse(field).stream()
                .flatMap(clause -> mediaTypes.stream().filter(clause::coversEitherHalf))
                .findFirst();
    }

    /// Whether the client is a person: one who says so, or whose program is known to show answers as they come.
    public static boolean isForPeople(HttpRequest request) {
        String pretty = Query.parse(request.query()).text("pretty");
        boolean person = pretty.isEmpty()
                ? SHOWING.stream().anyMatch(request.headers().first("user-agent").orElse("")::startsWith)
                : TRUE.contains(pretty);
        String field = Accept.of(request);
        // Every request passes here, and hardly any says so.
        return person
                || field.contains("pretty")
                        && chosen(field, Found.OBJECTS)
                                .filter(it -> it.clause().parameter("pretty").equals("1"))
                                .isPresent();
    }
}
