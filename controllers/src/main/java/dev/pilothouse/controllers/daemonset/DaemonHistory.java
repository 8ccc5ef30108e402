package dev.pilothouse.controllers.daemonset;

import dev.pilothouse.api.apps.v1.ControllerRevision;
import dev.pilothouse.api.apps.v1.DaemonSet;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.revisions.Revisions;
import dev.pilothouse.controllers.template.TemplateHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The revision of a DaemonSet's template, which is made when the template is new.
record DaemonHistory(ObjectTree current, List<ObjectTree> all) {

    static DaemonHistory of(ObjectTree set, List<ObjectTree> revisions, World world) {
        ObjectTree data = Revisions.dataOf(set);
        Optional<ObjectTree> same = revisions.stream()
                .filter(revision -> Revisions.isOf(revision, data))
                .reduce((_, newer) -> newer);
        List<ObjectTree> others = revisions.stream()
                .filter(revision -> !Revisions.isOf(revision, data))
                .toList();
        long number = Revisions.next(others);
        ObjectTree current = same.map(revision -> revision.number("revision") < number
                        ? world.update(ControllerRevision.RESOURCE, revision.with("revision", number))
                        : revision)
                .orElseGet(() -> create(set, data, number, world));
        List<ObjectTree> all = new ArrayList<>(others);
        all.add(current);
        return new DaemonHistory(current, all);
    }

    String hash() {
        return ObjectMeta.label(current, DaemonPods.HASH);
    }

    private static ObjectTree create(ObjectTree set, ObjectTree data, long number, World world) {
        int collisions = set.object("status").get("collisionCount").asInt();
        String hash = TemplateHash.of(set.object("spec").object("template"), collisions);
        ObjectTree unsaved = Revisions.unsaved(set, data, number, hash, DaemonPods.HASH);
        String namespace = ObjectMeta.namespace(set);
        try {
            return world.create(ControllerRevision.RESOURCE, namespace, unsaved);
        } catch (ApiError e) {
            if (!e.is(Status.ALREADY_EXISTS)) {
                throw e;
            }
            Optional<ObjectTree> there =
                    world.client().find(ControllerRevision.RESOURCE, new Key(namespace, ObjectMeta.name(unsaved)));
            if (there.filter(revision -> Revisions.isOf(revision, data)).isPresent()) {
                return there.get();
            }
            // Another template has the hash: the next pass looks for another name.
            ObjectTree status = set.object("status").with("collisionCount", collisions + 1L);
            world.updateStatus(DaemonSet.RESOURCE, set.with("status", status));
            throw e;
        }
    }
}
