package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.request.Accept;
import dev.pilothouse.apiserver.request.Negotiation;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/// `/flagz` and `/statusz`, by which people and programs look into a running component (KEP-4827, KEP-4828).
///
/// Z1 People get text. An object of `config.k8s.io` gets only who names its group, version and kind: nobody shall come to rely
///    on a form that he didn't ask for.
/// Z2 What neither is text nor names a known object is refused, as everywhere, after every other clause of the client's.
public final class ZPages {
    private static final String WARNING = "Warning: This endpoint is not meant to be machine parseable, has no formatting"
            + " compatibility guarantees and is for debugging purposes only.\n";

    private static final String GROUP = "config.k8s.io";

    /// Versions, and whether they go some day.
    private static final Map<String, Boolean> VERSIONS = Map.of("v1alpha1", true, "v1beta1", false);

    /// In the order in which a client gets them that takes any.
    private static final List<String> TYPES = List.of("application/json", "application/yaml", "text/plain");

    private static final DateTimeFormatter STARTED =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ROOT);

    /// Paths that programs ask for, not people.
    private static final Set<String> NOT_FOR_PEOPLE = Set.of("/apis", "/api", "/openid", "/openapi", "/.well-known");

    private final String component;
    private final Map<String, String> flags;
    private final Supplier<Collection<String>> paths;

    private record Shown(String kind, Supplier<String> text, Function<String, ObjectTree> object) {}

    private ZPages(String component, Map<String, String> flags, Supplier<Collection<String>> paths) {
        this.component = component;
        this.flags = new TreeMap<>(flags);
        this.paths = paths;
    }

    /// @param component as the pages call it
    /// @param flags flag to value, as they are in effect
    /// @param paths all that the component shows
    public static Map<String, Discovery.Page> pages(
            String component,
            ServingOptions.Debugging wanted,
            Map<String, String> flags,
            Supplier<Collection<String>> paths) {
        ZPages shown = new ZPages(component, flags, paths);
        Map<String, Discovery.Page> pages = new HashMap<>();
        if (wanted.flagz()) {
            pages.put("/flagz", request -> answer(request.raw(), new Shown("Flagz", shown::flagz, shown::flagz)));
        }
        if (wanted.statusz()) {
            pages.put("/statusz", request -> answer(request.raw(), new Shown("Statusz", shown::statusz, shown::statusz)));
        }
        return pages;
    }

    private static HttpResponse answer(HttpRequest request, Shown shown) {
        String field = Accept.of(request);
        if (field.isBlank()) {
            return HttpResponse.text(200, shown.text.get());
        }
        for (Accept clause : Accept.parse(field)) {
            for (String type : TYPES) {
                if (clause.covers(type) && suits(clause, type, shown.kind)) {
                    return type.equals("text/plain")
                            ? HttpResponse.text(200, shown.text.get())
                            : object(request, clause, type, shown);
                }
            }
        }
        throw ApiError.notAcceptable(TYPES);
    }

    private static boolean suits(Accept clause, String type, String kind) {
        if (!clause.parameter("stream").isEmpty() || !clause.parameter("sv").isEmpty()) {
            return false;
        }
        return type.equals("text/plain")
                ? !clause.has("as") && !clause.has("g") && !clause.has("v")
                : clause.parameter("as").equals(kind)
                        && clause.parameter("g").equals(GROUP)
                        && VERSIONS.containsKey(clause.parameter("v"));
    }

    private static HttpResponse object(HttpRequest request, Accept clause, String type, Shown shown) {
        String version = clause.parameter("v");
        ObjectTree object = shown.object.apply(version);
        boolean forPeople = clause.parameter("pretty").equals("1") || Negotiation.isForPeople(request);
        byte[] bytes = type.endsWith("yaml")
                ? Yaml.write(object).getBytes(StandardCharsets.UTF_8)
                : forPeople ? Json.indented(object) : Json.write(object);
        String named = type + ";g=" + GROUP + ";v=" + version + ";as=" + shown.kind;
        HttpResponse answer = HttpResponse.of(200, named, new HttpResponse.Payload.Bytes(bytes));
        return VERSIONS.get(version)
                ? answer.withHeader(
                        "Warning",
                        "299 - \"This version of the " + shown.kind.toLowerCase(Locale.ROOT)
                                + " endpoint is deprecated. Please use a newer version.\"")
                : answer;
    }

    private ObjectTree named(String kind, String version) {
        return ObjectTree.builder()
                .put("kind", kind)
                .put("apiVersion", GROUP + "/" + version)
                .put("metadata", ObjectTree.of("name", Tree.of(component)))
                .build();
    }

    private String flagz() {
        StringBuilder page = new StringBuilder("\n" + component + " flagz\n" + WARNING);
        flags.forEach((flag, value) -> page.append(flag).append('=').append(value).append('\n'));
        return page.toString();
    }

    private ObjectTree flagz(String version) {
        ObjectTree.Builder values = ObjectTree.builder();
        flags.forEach(values::put);
        ObjectTree page = named("Flagz", version);
        return flags.isEmpty() ? page : page.with("flags", values.build());
    }

    private static Instant started() {
        return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Duration up() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    private String statusz() {
        Duration up = up();
        return "\n" + component + " statusz\n" + WARNING
                + "\nStarted: " + STARTED.format(started().atOffset(ZoneOffset.UTC))
                + String.format(
                        Locale.ROOT,
                        "\nUp: %d hr %02d min %02d sec\n",
                        up.toHours(),
                        up.toMinutesPart(),
                        up.toSecondsPart())
                + "Java version: " + Runtime.version()
                + "\nBinary version: " + Version.BINARY
                + "\nEmulation version: " + Version.EMULATED
                + "\nPaths: " + String.join(" ", folders()) + "\n";
    }

    private ObjectTree statusz(String version) {
        return named("Statusz", version)
                .with("startTime", Tree.of(started().toString()))
                .with("uptimeSeconds", Tree.of(up().toSeconds()))
                .with("goVersion", Tree.of(Version.GO_VERSION))
                .with("binaryVersion", Tree.of(Version.BINARY))
                .with("emulationVersion", Tree.of(Version.EMULATED))
                .with("paths", ListTree.ofTexts(folders()));
    }

    /// The first steps of all paths that are worth a look.
    private Collection<String> folders() {
        TreeSet<String> folders = new TreeSet<>();
        for (String path : paths.get()) {
            int end = path.indexOf('/', 1);
            String folder = end < 0 ? path : path.substring(0, end);
            if (folder.length() > 1 && !NOT_FOR_PEOPLE.contains(folder)) {
                folders.add(folder);
            }
        }
        return folders;
    }
}
