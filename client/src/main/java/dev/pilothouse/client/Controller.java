package dev.pilothouse.client;

import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One loop: obtain the desired state of a key, observe the current state, determine the difference, act.
///
/// Level-triggered: it is told which key, never what happened. Several keys are reconciled at once, one key never twice
/// at a time.
public interface Controller {

    /// The name under which upstream knows it: `deployment-controller`.
    String name();

    /// The service account under which it writes: upstream's roles for controllers are bound to these.
    /// Empty for those that write as the controller manager itself.
    default String account() {
        return name();
    }

    /// The name that its events are signed with.
    default String component() {
        return name();
    }

    /// What wakes it up.
    Watches watches();

    /// Brings the world closer to what the key's object asks for. Throwing means to try again later.
    Next reconcile(Key key, World world);

    /// Keys that are reconciled at once (upstream's `--concurrent-…-syncs`).
    default int workers() {
        return 5;
    }

    /// When to look at the key again without anything having happened.
    record Next(Optional<Duration> after) {
        private static final Next WHEN_CHANGED = new Next(Optional.empty());

        public static Next whenChanged() {
            return WHEN_CHANGED;
        }

        public static Next after(Duration delay) {
            return new Next(Optional.of(delay));
        }
    }

    /// Resources, and for each which keys a change of one of its objects concerns.
    final class Watches {
        private final List<Watch> all = new ArrayList<>();

        private Watches() {}

        record Watch(GroupVersionResource resource, ChangeMapper keys) {}

        /// Which keys an object concerns.
        @FunctionalInterface
        public interface Mapper {
            List<Key> keys(ObjectTree object, World world);

            /// Asks for the object before and after a change. Nearly always both concern the same keys, each of which is told once: the
            /// first could be worked on already when it is told again.
            default ChangeMapper onBothSides() {
                return (before, after, world) -> {
                    Set<Key> all = new LinkedHashSet<>();
                    before.ifPresent(object -> all.addAll(keys(object, world)));
                    after.ifPresent(object -> all.addAll(keys(object, world)));
                    return List.copyOf(all);
                };
            }
        }

        /// Which keys a change concerns.
        @FunctionalInterface
        public interface ChangeMapper {
            /// @param before empty for an object that was created, or seen for the first time
            /// @param after empty for one that has gone
            List<Key> keys(Optional<ObjectTree> before, Optional<ObjectTree> after, World world);
        }

        /// The controller's own resource: an object concerns its own key.
        public static Watches of(GroupVersionResource resource) {
            return new Watches().and(resource, (object, _) -> List.of(Key.of(object)));
        }

        /// A resource whose objects concern the keys that the mapper names.
        public static Watches of(GroupVersionResource resource, Mapper keys) {
            return new Watches().and(resource, keys);
        }

        /// Objects that the controller makes: they concern the object that controls them.
        public Watches owns(GroupVersionResource resource, String ownerKind) {
            return and(resource, (object, _) -> {
                ObjectTree metadata = object.object("metadata");
                for (ObjectTree owner : metadata.list("ownerReferences").objects()) {
                    if (owner.bool("controller") && owner.text("kind").equals(ownerKind)) {
                        return List.of(new Key(metadata.text("namespace"), owner.text("name")));
                    }
                }
                return List.of();
            });
        }

        /// @param keys asked for the object before and after a change
        public Watches and(GroupVersionResource resource, Mapper keys) {
            return onChange(resource, keys.onBothSides());
        }

        /// Where it matters what has changed. Still, the keys alone are told.
        public Watches onChange(GroupVersionResource resource, ChangeMapper keys) {
            all.add(new Watch(resource, keys));
            return this;
        }

        /// A controller that has no resource of its own to begin with.
        public static Watches none() {
            return new Watches();
        }

        /// A resource that is only looked at; its changes concern nobody.
        public Watches reads(GroupVersionResource resource) {
            return and(resource, (_, _) -> List.of());
        }

        List<Watch> all() {
            return all;
        }
    }
}
