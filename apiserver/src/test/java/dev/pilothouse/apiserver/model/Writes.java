package dev.pilothouse.apiserver.model;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.model.Caller.Answer;
import dev.pilothouse.apiserver.model.Caller.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The writes of one client. Each leaves a mark of its own, so that no two versions look alike.
final class Writes {
    private static final String JSON = "application/json";
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String APPLY = "application/apply-patch+yaml";

    /// What a write may be refused with that others raced with.
    private static final Set<Integer> REFUSALS = Set.of(404, 409, 422);

    /// What a client is told when the store says nothing.
    private static final int UNKNOWN = 504;

    private static final int UNAVAILABLE = 503;

    private static final List<String> COLORS = List.of("red", "blue", "green", "");

    private final World world;
    private final RandomGenerator random;
    /// By path: an object as this client last saw it, perhaps long ago.
    private final Map<String, ObjectTree> known = new HashMap<>();

    Writes(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
    }

    void create(Caller caller) {
        Kind kind = world.kind(random);
        String namespace = world.namespace(random);
        String name = world.name(random);
        ObjectTree object = body(kind, metadata(name, random.nextInt(6) == 0));
        boolean dry = random.nextInt(12) == 0;
        long floor = world.ledger().floor();
        Answer answer = caller.write("POST", kind.collection(namespace), dry ? "dryRun=All" : "", JSON, object);
        took(kind, namespace, name, object, answer, floor, dry);
    }

    private ObjectTree body(Kind kind, ObjectTree metadata) {
        ObjectTree.Builder object = ObjectTree.builder()
                .put("apiVersion", kind.version)
                .put("kind", kind.kind)
                .put("metadata", metadata);
        if (kind == Kind.PODS) {
            ObjectTree container = ObjectTree.of(Map.of("name", "main", "image", "none"));
            ObjectTree spec = ObjectTree.of("containers", ListTree.of(container));
            object.put("spec", random.nextBoolean() ? spec : spec.with("nodeName", Tree.of(node())));
        }
        return object.build();
    }

    private String node() {
        return "node-" + (1 + random.nextInt(2));
    }

    private ObjectTree metadata(String name, boolean held) {
        ObjectTree metadata = ObjectTree.builder()
                .put("name", name)
                .put("labels", labels(false))
                .put("annotations", ObjectTree.of(Facts.MARK, Tree.of(world.mark())))
                .build();
        return held ? metadata.with("finalizers", ListTree.ofTexts(List.of("model.example/hold"))) : metadata;
    }

    /// @param clearing whether a label that isn't to be there is named to be removed
    private ObjectTree labels(boolean clearing) {
        String color = COLORS.get(random.nextInt(COLORS.size()));
        ObjectTree labels = ObjectTree.EMPTY;
        if (!color.isEmpty()) {
            labels = labels.with("color", Tree.of(color));
        } else if (clearing) {
            labels = labels.with("color", NullTree.NULL);
        }
        return random.nextInt(3) == 0 ? labels.with("size", Tree.of("large")) : labels;
    }

    private void took(
            Kind kind, String namespace, String name, ObjectTree sent, Answer answer, long floor, boolean dry) {
        String mark = ObjectMeta.annotation(sent, Facts.MARK);
        if (!mark.isEmpty()) {
            boolean undone = dry || !answer.isOk() && answer.status() != UNKNOWN;
            world.saw(new Seen.Sent(kind, mark, undone, answer.status()));
        }
        if (!answer.isOk()) {
            if (!mayBeRefusedSo(answer)) {
                world.saw(new Seen.Strange(kind, "a write was refused: " + answer));
            }
            return;
        }
        if (dry || isLastOf(answer.content())) {
            return;
        }
        known.put(kind.path(namespace, name), answer.content());
        world.wrote(kind, answer.content());
        if (Sight.revision(answer.content()) <= floor) {
            world.saw(new Seen.Strange(kind, "a write behind " + floor + " was answered with " + answer));
        }
    }

    private boolean mayBeRefusedSo(Answer answer) {
        boolean ofStore = answer.status() == UNKNOWN || answer.status() == UNAVAILABLE;
        return REFUSALS.contains(answer.status()) || ofStore && world.cluster().isDoubtful();
    }

    /// Whether the write took away what still held a deleted object: it answers with what it would have written, and the object
    /// goes instead.
    private static boolean isLastOf(ObjectTree object) {
        return ObjectMeta.isBeingDeleted(object)
                && ObjectMeta.finalizers(object).isEmpty()
                && ObjectMeta.of(object).number("deletionGracePeriodSeconds") == 0;
    }

    /// Sends back a whole object as it was once seen, with other labels.
    void replace(Caller caller) {
        Kind kind = world.kind(random);
        String namespace = world.namespace(random);
        String name = world.name(random);
        String path = kind.path(namespace, name);
        ObjectTree old = known.get(path);
        if (old == null || random.nextInt(3) == 0) {
            Answer current = caller.get(path, "", Shape.WHOLE, false);
            if (!current.isOk()) {
                return;
            }
            old = current.content();
            known.put(path, old);
        }
        boolean guarded = random.nextInt(3) > 0;
        ObjectTree changed = ObjectMeta.with(old, "labels", labels(false));
        changed = ObjectMeta.with(changed, "annotations", ObjectTree.of(Facts.MARK, Tree.of(world.mark())));
        changed = ObjectMeta.without(changed, "managedFields");
        long floor = world.ledger().floor();
        Answer answer = caller.write(
                "PUT", path, "", JSON, guarded ? changed : ObjectMeta.without(changed, "resourceVersion"));
        took(kind, namespace, name, changed, answer, floor, false);
        if (guarded && answer.isOk() && !isLastOf(answer.content())) {
            over(kind, namespace, name, Sight.revision(old), Sight.revision(answer.content()));
        }
    }

    private void over(Kind kind, String namespace, String name, long expected, long revision) {
        world.saw(new Seen.WroteOver(kind, kind.prefix() + namespace + "/" + name, expected, revision));
    }

    void patch(Caller caller) {
        Kind kind = world.kind(random);
        String namespace = world.namespace(random);
        String name = world.name(random);
        String path = kind.path(namespace, name);
        ObjectTree annotations = ObjectTree.of(Facts.MARK, Tree.of(world.mark()));
        ObjectTree metadata =
                ObjectTree.EMPTY.with("annotations", annotations).with("labels", labels(true));
        if (random.nextInt(5) == 0) {
            metadata = metadata.with("finalizers", NullTree.NULL);
        }
        boolean guarded = known.containsKey(path) && random.nextInt(4) == 0;
        if (guarded) {
            metadata = metadata.with("resourceVersion", Tree.of(ObjectMeta.resourceVersion(known.get(path))));
        }
        long floor = world.ledger().floor();
        ObjectTree sent = ObjectTree.of("metadata", metadata);
        Answer answer = caller.write("PATCH", path, "", random.nextBoolean() ? MERGE : STRATEGIC, sent);
        long expected = guarded ? Sight.revision(known.get(path)) : 0;
        took(kind, namespace, name, sent, answer, floor, false);
        if (guarded && answer.isOk() && !isLastOf(answer.content())) {
            over(kind, namespace, name, expected, Sight.revision(answer.content()));
        }
    }

    void apply(Caller caller) {
        String namespace = world.namespace(random);
        String name = world.name(random);
        long floor = world.ledger().floor();
        ObjectTree sent = body(Kind.CONFIG_MAPS, metadata(name, false));
        Answer answer = caller.write(
                "PATCH", Kind.CONFIG_MAPS.path(namespace, name), "fieldManager=model&force=true", APPLY, sent);
        took(Kind.CONFIG_MAPS, namespace, name, sent, answer, floor, false);
    }

    void phase(Caller caller) {
        String namespace = world.namespace(random);
        String name = world.name(random);
        String phase = List.of("Running", "Failed", "Pending").get(random.nextInt(3));
        Answer answer = caller.write(
                "PATCH",
                Kind.PODS.path(namespace, name) + "/status",
                "",
                MERGE,
                ObjectTree.of("status", ObjectTree.of("phase", Tree.of(phase))));
        // A phase that it has already changes nothing, and no revision is made.
        took(Kind.PODS, namespace, name, ObjectTree.EMPTY, answer, 0, false);
    }

    /// Binds a pod that has no node. Its answer doesn't show the pod, so nobody else may write until it was read again.
    void bind(Caller caller) {
        String namespace = world.namespace(random);
        String path = Kind.PODS.path(namespace, world.name(random));
        ObjectTree target = ObjectTree.of(Map.of("kind", "Node", "name", node()));
        Answer answer = caller.write(
                "POST",
                path + "/binding",
                "",
                JSON,
                ObjectTree.builder()
                        .put("apiVersion", "v1")
                        .put("kind", "Binding")
                        .put("target", target)
                        .put("metadata", ObjectTree.of("name", Tree.of(path.substring(path.lastIndexOf('/') + 1))))
                        .build());
        if (answer.isOk()) {
            Answer pod = caller.get(path, "", Shape.WHOLE, false);
            world.wrote(Kind.PODS, pod.content());
        }
    }

    void delete(Caller caller) {
        Kind kind = world.kind(random);
        String namespace = world.namespace(random);
        String name = world.name(random);
        String query = kind == Kind.PODS && random.nextInt(3) > 0 ? "gracePeriodSeconds=0" : "";
        Answer answer = caller.delete(kind.path(namespace, name), query);
        if (!answer.isOk() && !mayBeRefusedSo(answer)) {
            world.saw(new Seen.Strange(kind, "a deletion was refused: " + answer));
        }
    }

    void deleteMany(Caller caller) {
        Kind kind = world.kind(random);
        Pick pick = world.pick(kind, random);
        String query = World.selectors(pick) + (kind == Kind.PODS ? "gracePeriodSeconds=0" : "");
        String namespace = pick.namespace().isEmpty() ? world.namespace(random) : pick.namespace();
        Answer answer = caller.delete(kind.collection(namespace), query);
        if (!answer.isOk() && !mayBeRefusedSo(answer)) {
            world.saw(new Seen.Strange(kind, "a deletion of many was refused: " + answer));
        }
    }
}
