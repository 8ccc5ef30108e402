package dev.pilothouse.controllers.pods;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.OwnerReferences;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// How a controller's object comes to the objects that are its own.
///
/// C1 What fits and belongs to nobody is taken in; what no longer fits is let go.
/// C2 An object that is being deleted takes nothing in and lets nothing go.
///
/// @param ownerResource where the owner is served: before anything is taken in it is asked whether it is still there
/// @param wants what fits beside the labels
/// @param takesIn what is worth taking in among what fits
public record Claim(
        ObjectTree owner,
        GroupVersionResource ownerResource,
        LabelSelector selector,
        Predicate<ObjectTree> wants,
        Predicate<ObjectTree> takesIn) {

    public static Claim of(ObjectTree owner, GroupVersionResource ownerResource) {
        return new Claim(owner, ownerResource, selectorOf(owner), _ -> true, _ -> true);
    }

    /// What the owner asks of labels. Kinds older than set-based selectors have a plain map of labels there.
    private static LabelSelector selectorOf(ObjectTree owner) {
        Tree selector = owner.object("spec").get("selector");
        return owner.text("kind").equals("ReplicationController") && !selector.isNull()
                ? LabelSelector.of(selector.asObject().texts())
                : LabelSelector.of(selector);
    }

    public Claim where(Predicate<ObjectTree> wanted) {
        return new Claim(owner, ownerResource, selector, wanted, takesIn);
    }

    public Claim takingIn(Predicate<ObjectTree> worth) {
        return new Claim(owner, ownerResource, selector, wants, worth);
    }

    /// The owner's objects of the resource, after taking in and letting go.
    public List<ObjectTree> of(GroupVersionResource resource, World world) {
        String uid = ObjectMeta.uid(owner);
        boolean leaving = ObjectMeta.isBeingDeleted(owner);
        List<ObjectTree> owned = new ArrayList<>();
        for (ObjectTree object : world.ownedBy(resource, uid)) {
            if (fits(object)) {
                owned.add(object);
            } else if (!leaving) {
                world.merge(resource, Key.of(object), "", owners(OwnerReferences.without(object, uid)));
            }
        }
        if (!leaving) {
            for (ObjectTree object : world.uncontrolled(resource, ObjectMeta.namespace(owner))) {
                if (!ObjectMeta.isBeingDeleted(object)
                        && fits(object)
                        && takesIn.test(object)) {
                    adopt(resource, object, world).ifPresent(owned::add);
                }
            }
        }
        return owned;
    }

    private boolean fits(ObjectTree object) {
        return selector.matches(ObjectMeta.labels(object)) && wants.test(object);
    }

    private Optional<ObjectTree> adopt(GroupVersionResource resource, ObjectTree object, World world) {
        boolean stays = world.client()
                .find(ownerResource, Key.of(owner))
                .filter(fresh -> ObjectMeta.uid(fresh).equals(ObjectMeta.uid(owner)))
                .filter(fresh -> !ObjectMeta.isBeingDeleted(fresh))
                .isPresent();
        if (!stays) {
            return Optional.empty();
        }
        ObjectTree adopted = OwnerReferences.plus(object, OwnerReferences.controller(owner));
        return Optional.of(world.merge(resource, Key.of(object), "", owners(adopted)));
    }

    private static ObjectTree owners(ObjectTree object) {
        ListTree owners = ObjectMeta.of(object).list("ownerReferences");
        return ObjectTree.of(
                "metadata",
                ObjectTree.of("uid", ObjectMeta.of(object).get("uid")).with("ownerReferences", owners));
    }

    /// The keys of the owners that might take the object in: those in its namespace whose selectors fit it, if nobody
    /// controls it yet.
    public static List<Key> adopters(GroupVersionResource ownerResource, ObjectTree object, World world) {
        if (OwnerReferences.controllerOf(object).isPresent()) {
            return List.of();
        }
        List<Key> keys = new ArrayList<>();
        for (ObjectTree owner : world.in(ownerResource, ObjectMeta.namespace(object))) {
            if (selectorOf(owner).matches(ObjectMeta.labels(object))) {
                keys.add(Key.of(owner));
            }
        }
        return keys;
    }
}
