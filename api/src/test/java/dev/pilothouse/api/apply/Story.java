package dev.pilothouse.api.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import java.time.Instant;
import java.util.List;

/// One object through a row of writes. Each write comes a second after the one before.
final class Story {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final String apiVersion;
    private final String kind;
    private ObjectTree live = ObjectTree.EMPTY;
    private int second;

    private Story(String apiVersion, String kind) {
        this.apiVersion = apiVersion;
        this.kind = kind;
    }

    static Story of(String apiVersion, String kind) {
        return new Story(apiVersion, kind);
    }

    private Tracking tracking(String subresource, List<List<String>> reset) {
        var type = Schemas.builtIn().kind(GroupVersion.parse(apiVersion).kind(kind)).orElseThrow();
        return Tracking.of(new Shapes(), type, apiVersion, subresource, FieldSet.of(reset));
    }

    private Tracking main() {
        return tracking("", List.of(List.of("status")));
    }

    ObjectTree read(String yaml) {
        try {
            return Yaml.parse(yaml)
                    .asObject()
                    .with("apiVersion", apiVersion)
                    .with("kind", kind)
                    .withAt(Tree.of("x"), "metadata", "name");
        } catch (MalformedYaml e) {
            throw new AssertionError(yaml, e);
        }
    }

    private Instant now() {
        return START.plusSeconds(second++);
    }

    private Story store(ObjectTree object) {
        live = Json.seal(object.withAt(Tree.of("1"), "metadata", "uid")).asObject();
        return this;
    }

    Story creates(String manager, String yaml) {
        return store(ManagedFields.afterUpdate(main(), ObjectTree.EMPTY, read(yaml), manager, now()));
    }

    /// Replaces the object, keeping `managedFields` unless the text brings its own.
    Story updates(String manager, String yaml) {
        ObjectTree changed = read(yaml);
        if (!changed.object("metadata").has("managedFields")) {
            changed = changed.withAt(live.at("metadata", "managedFields"), "metadata", "managedFields");
        }
        changed = changed.withAt(Tree.of("1"), "metadata", "uid");
        return store(ManagedFields.withoutIdleTimes(
                live, ManagedFields.afterUpdate(main(), live, changed, manager, now())));
    }

    Story updatesStatus(String manager, String phase) {
        ObjectTree changed = live.withAt(Tree.of(phase), "status", "phase");
        Tracking status = tracking("status", List.of(List.of("spec")));
        return store(ManagedFields.afterUpdate(status, live, changed, manager, now()));
    }

    Story applies(String manager, String yaml) {
        return store(Apply.apply(main(), live, read(yaml), manager, false, now()).object());
    }

    Story forces(String manager, String yaml) {
        return store(Apply.apply(main(), live, read(yaml), manager, true, now()).object());
    }

    Story isRefused(String manager, String yaml, int code, String message) {
        try {
            Apply.apply(main(), live, read(yaml), manager, false, now());
        } catch (ApiError e) {
            assertThat(e).hasMessage(message);
            assertThat(e.code()).isEqualTo(code);
            return this;
        }
        throw new AssertionError("nothing was refused");
    }

    /// The object without what every object has.
    Story holds(String json) {
        ObjectTree metadata =
                live.object("metadata").without("managedFields").without("name").without("uid");
        ObjectTree shown = live.without("apiVersion").without("kind").with("metadata", metadata);
        if (metadata.isEmpty()) {
            shown = shown.without("metadata");
        }
        assertThat(Json.text(shown).replace('"', '\'')).isEqualTo(json);
        return this;
    }

    /// One line for each entry: manager, operation, second of its time, fields.
    Story isOwned(String... lines) {
        assertThat(live.object("metadata").list("managedFields").objects().stream().map(Story::line))
                .containsExactly(lines);
        return this;
    }

    private static String line(ObjectTree entry) {
        String time = entry.text("time");
        String at = time.isEmpty() ? "-" : Long.toString(Instant.parse(time).getEpochSecond() - START.getEpochSecond());
        String subresource = entry.text("subresource").isEmpty() ? "" : "/" + entry.text("subresource");
        return entry.text("manager") + " " + entry.text("operation") + subresource + " " + at + " "
                + Json.text(entry.get("fieldsV1")).replace("\\\"", "'").replace("\"", "");
    }
}
