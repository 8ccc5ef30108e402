package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.NameRules;
import java.util.List;

/// What differs from kind to kind and needs no code of its own.
///
/// @param name the syntax of the object's name
/// @param createOnUpdate whether a PUT to a name that isn't there creates
/// @param unconditionalUpdate whether a PUT without a resource version replaces whatever is there
/// @param generation the parts whose change counts the generation up; empty if the kind doesn't count. A part is the
///     path of a field from the object's root
/// @param statusKeeps what a write to `status` can't change besides `spec`
/// @param propagation what becomes of dependents when a delete doesn't say
public record Traits(
        GroupKind kind,
        NameRules.Rule name,
        boolean createOnUpdate,
        boolean unconditionalUpdate,
        List<List<String>> generation,
        List<List<String>> statusKeeps,
        Propagation propagation) {

    /// The default of `propagationPolicy`.
    public enum Propagation {
        BACKGROUND,
        ORPHAN
    }

    /// The metadata that most kinds added after 1.20 protect from writes to `status`.
    public static final List<List<String>> STATUS_METADATA = List.of(
            List.of("metadata", "labels"),
            List.of("metadata", "annotations"),
            List.of("metadata", "ownerReferences"),
            List.of("metadata", "finalizers"),
            List.of("metadata", "deletionTimestamp"));

    /// A kind that is named by DNS subdomains, may be replaced unconditionally, and has nothing special.
    public static Traits of(String group, String kind) {
        return new Traits(
                new GroupKind(group, kind),
                NameRules::dns1123Subdomain,
                false,
                true,
                List.of(),
                List.of(),
                Propagation.BACKGROUND);
    }

    public Traits named(NameRules.Rule rule) {
        return new Traits(kind, rule, createOnUpdate, unconditionalUpdate, generation, statusKeeps, propagation);
    }

    public Traits creatableByUpdate() {
        return new Traits(kind, name, true, unconditionalUpdate, generation, statusKeeps, propagation);
    }

    /// Every update must name the resource version that it replaces.
    public Traits conditional() {
        return new Traits(kind, name, createOnUpdate, false, generation, statusKeeps, propagation);
    }

    /// Counts a generation at every change of one of these top-level fields.
    public Traits counting(String... fields) {
        return countingPaths(List.of(fields).stream().map(List::of).toList());
    }

    public Traits countingPaths(List<List<String>> paths) {
        return new Traits(kind, name, createOnUpdate, unconditionalUpdate, paths, statusKeeps, propagation);
    }

    public Traits statusKeeping(List<List<String>> paths) {
        return new Traits(kind, name, createOnUpdate, unconditionalUpdate, generation, paths, propagation);
    }

    public Traits orphaning() {
        return new Traits(
                kind, name, createOnUpdate, unconditionalUpdate, generation, statusKeeps, Propagation.ORPHAN);
    }
}
