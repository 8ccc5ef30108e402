package dev.pilothouse.apiserver.request;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.apiserver.http.HttpRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Chooses the form of an answer from the `Accept` field (RFC 9110 §12.5.1, API concepts "Resource representations").
public final class Negotiation {
    public static final List<String> ACCEPTED =
            List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");

    /// Programs that show what they get.
    private static final List<String> SHOWING = List.of("curl", "Wget", "Mozilla/5.0");

    /// What Go reads as true.
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

    private Negotiation() {}

    private record Clause(String type, Map<String, String> parameters, double quality) {}

    /// The first clause that can be served, the one with the greatest quality first. Whether its shape fits what is found is
    /// seen when that is known.
    public static Form choose(Resolved request) {
        List<String> accept = request.raw().headers().all("accept");
        if (accept.isEmpty() || accept.getFirst().isBlank()) {
            return new Form(Form.Encoding.JSON, Form.Shape.WHOLE, "");
        }
        for (Clause clause : clauses(String.join(",", accept))) {
            Optional<Form> form = form(clause);
            if (form.isPresent()) {
                return form.get();
            }
        }
        throw ApiError.notAcceptable(ACCEPTED);
    }

    /// The encoding that the client would like best for objects that have no other shape than the whole.
    public static Form.Encoding encoding(HttpRequest request) {
        return clauses(String.join(",", request.headers().all("accept"))).stream()
                .flatMap(clause -> Form.Encoding.of(clause.type())
                        .filter(found -> found != Form.Encoding.PROTOBUF || !isTable(clause))
                        .stream())
                .findFirst()
                .orElse(Form.Encoding.JSON);
    }

    /// Which of the media types the client likes best, for pages that aren't objects; the first for one that doesn't say.
    public static Optional<String> firstOf(HttpRequest request, List<String> mediaTypes) {
        String accept = String.join(",", request.headers().all("accept"));
        if (accept.isBlank()) {
            return Optional.of(mediaTypes.getFirst());
        }
        return clauses(accept).stream()
                .flatMap(clause -> mediaTypes.stream().filter(type -> covers(clause.type(), type)))
                .findFirst();
    }

    private static boolean covers(String range, String type) {
        return range.equals("*/*")
                || range.equals(type)
                || range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1));
    }

    /// Whether the client takes whole objects in protobuf alone, which those without described types don't have.
    public static boolean wantsOnlyProtobuf(HttpRequest request) {
        List<String> accept = request.headers().all("accept");
        List<Form> forms = clauses(String.join(",", accept)).stream()
                .flatMap(clause -> form(clause).stream())
                .toList();
        return !forms.isEmpty()
                && forms.stream()
                        .allMatch(form ->
                                form.encoding() == Form.Encoding.PROTOBUF && form.shape() == Form.Shape.WHOLE);
    }

    private static Optional<Form> form(Clause clause) {
        Optional<Form.Encoding> encoding =
                switch (clause.type()) {
                    case "*/*" -> Optional.of(Form.Encoding.JSON);
                    default -> Form.Encoding.of(clause.type());
                };
        String as = clause.parameters().getOrDefault("as", "");
        if (encoding.isEmpty() || as.isEmpty()) {
            return encoding.map(e -> new Form(e, Form.Shape.WHOLE, ""));
        }
        String version = clause.parameters().getOrDefault("v", "");
        boolean meta = clause.parameters().getOrDefault("g", "").equals("meta.k8s.io")
                && (version.equals("v1") || version.equals("v1beta1"));
        if (!meta) {
            return Optional.empty();
        }
        return switch (as) {
            // Tables have no message in protobuf.
            case "Table" -> encoding.filter(e -> e != Form.Encoding.PROTOBUF)
                    .map(e -> new Form(e, Form.Shape.TABLE, version));
            case "PartialObjectMetadata" ->
                Optional.of(new Form(encoding.get(), Form.Shape.METADATA, version));
            case "PartialObjectMetadataList" ->
                Optional.of(new Form(encoding.get(), Form.Shape.METADATA_LIST, version));
            default -> Optional.empty();
        };
    }

    /// Whether the client is a person: one who says so, or whose program is known to show answers as they come.
    public static boolean isForPeople(HttpRequest request) {
        String pretty = Query.parse(request.query()).text("pretty");
        return pretty.isEmpty()
                ? SHOWING.stream().anyMatch(request.headers().first("user-agent").orElse("")::startsWith)
                : TRUE.contains(pretty);
    }

    private static boolean isTable(Clause clause) {
        return clause.parameters().getOrDefault("as", "").equals("Table");
    }

    private static List<Clause> clauses(String accept) {
        List<Clause> clauses = new ArrayList<>();
        for (String text : accept.split(",")) {
            String[] parts = text.split(";");
            Map<String, String> parameters = new HashMap<>();
            for (int i = 1; i < parts.length; i++) {
                int equals = parts[i].indexOf('=');
                if (equals > 0) {
                    parameters.put(
                            parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT),
                            parts[i].substring(equals + 1).strip());
                }
            }
            clauses.add(new Clause(parts[0].strip().toLowerCase(Locale.ROOT), parameters, quality(parameters)));
        }
        clauses.sort(Comparator.comparingDouble(Clause::quality).reversed());
        return clauses;
    }

    private static double quality(Map<String, String> parameters) {
        String quality = parameters.getOrDefault("q", "1");
        try {
            return quality.equals("1") ? 1 : Double.parseDouble(quality);
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
