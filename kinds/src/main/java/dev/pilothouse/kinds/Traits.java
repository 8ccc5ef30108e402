package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.NameRules;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What differs from kind to kind and needs no code of its own.
///
/// @param name the syntax of the object's name
/// @param generation the parts whose change counts the generation up; empty if the kind doesn't count. A part is the
///     path of a field from the object's root
/// @param statusKeeps what a write to `status` can't change besides `spec`
public record Traits(
        GroupKind kind,
        NameRules.Rule name,
        Set<Flag> flags,
        List<List<String>> generation,
        List<List<String>> statusKeeps) {

    /// What a kind allows, or does otherwise than most.
    public enum Flag {
        /// A PUT to a name that isn't there creates.
        CREATE_ON_UPDATE,
        /// A PUT must name the resource version that it replaces.
        CONDITIONAL_UPDATE,
        /// A new object brings its status with it.
        STATUS_AT_CREATION,
        /// Finalizers may have any name that is well-formed, also one without a domain.
        ANY_FINALIZER,
        /// A delete that doesn't say otherwise leaves the dependents behind.
        ORPHANS_DEPENDENTS,
        /// `status` can't be had as a table.
        STATUS_WITHOUT_TABLE,
        /// Each table of a watch names its columns, and not the first one alone.
        COLUMNS_IN_EACH_EVENT,
        /// Objects have no type of Go: upstream's lists of them name every item's kind, and always have a `continue`.
        UNTYPED,
        /// An update's metadata is judged once. Most kinds' own rules judge again what was judged for all kinds, and
        /// clients see both causes.
        METADATA_JUDGED_ONCE,
        /// A write to `status` changes metadata too, although nobody can own it that way.
        STATUS_WRITES_METADATA
    }

    /// The metadata that newer kinds protect from writes to `status`.
    public static final List<List<String>> STATUS_METADATA = List.of(
            List.of("metadata", "labels"),
            List.of("metadata", "annotations"),
            List.of("metadata", "ownerReferences"),
            List.of("metadata", "finalizers"),
            List.of("metadata", "deletionTimestamp"));

    public Traits {
        flags = Set.copyOf(flags);
    }

    /// A kind that is named by DNS subdomains and has nothing special.
    public static Traits of(String group, String kind) {
        return new Traits(new GroupKind(group, kind), NameRules::dns1123Subdomain, Set.of(), List.of(), List.of());
    }

    public Traits named(NameRules.Rule rule) {
        return new Traits(kind, rule, flags, generation, statusKeeps);
    }

    public Traits with(Flag... more) {
        Set<Flag> all = EnumSet.noneOf(Flag.class);
        all.addAll(flags);
        all.addAll(List.of(more));
        return new Traits(kind, name, all, generation, statusKeeps);
    }

    /// Counts a generation at every change of one of these top-level fields.
    public Traits counting(String... fields) {
        return countingPaths(List.of(fields).stream().map(List::of).toList());
    }

    public Traits countingPaths(List<List<String>> paths) {
        return new Traits(kind, name, flags, paths, statusKeeps);
    }

    public Traits statusKeeping(List<List<String>> paths) {
        return new Traits(kind, name, flags, generation, paths);
    }

    public boolean createOnUpdate() {
        return flags.contains(Flag.CREATE_ON_UPDATE);
    }

    public boolean unconditionalUpdate() {
        return !flags.contains(Flag.CONDITIONAL_UPDATE);
    }

    public boolean statusAtCreation() {
        return flags.contains(Flag.STATUS_AT_CREATION);
    }

    public boolean orphansDependents() {
        return flags.contains(Flag.ORPHANS_DEPENDENTS);
    }
}
