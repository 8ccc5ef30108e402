package dev.pilothouse.controllers.clusterroleaggregation;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.rbac.v1.ClusterRole;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gives an aggregated role the rules of all roles that it selects, each rule once, in the order of the roles' names.
public final class ClusterRoleAggregationController implements Controller {

    @Override
    public String name() {
        return "clusterrole-aggregation-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(ClusterRole.RESOURCE)
                .and(ClusterRole.RESOURCE, (_, world) -> world.all(ClusterRole.RESOURCE).stream()
                        .filter(role -> role.has("aggregationRule"))
                        .map(Key::of)
                        .toList());
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found =
                world.get(ClusterRole.RESOURCE, key).filter(role -> role.has("aggregationRule"));
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        List<Tree> rules = new ArrayList<>();
        for (ObjectTree selector :
                found.get().object("aggregationRule").list("clusterRoleSelectors").objects()) {
            LabelSelector wanted = LabelSelector.of(selector);
            for (ObjectTree role : world.all(ClusterRole.RESOURCE)) {
                if (!ObjectMeta.name(role).equals(key.name()) && wanted.matches(ObjectMeta.labels(role))) {
                    for (Tree rule : role.list("rules")) {
                        if (!rules.contains(rule)) {
                            rules.add(rule);
                        }
                    }
                }
            }
        }
        if (!ListTree.of(rules).equals(found.get().list("rules"))) {
            world.update(ClusterRole.RESOURCE, found.get().with("rules", ListTree.of(rules)));
        }
        return Next.whenChanged();
    }
}
