package dev.pilothouse.api.apply;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.Optional;

/// The versions in which a kind is served beside the one of a request. Field sets name the fields of one version, so
/// that what a manager of another version owns is judged on the object in that version.
public interface Versions {

    /// There is only one.
    Versions NONE = apiVersion -> Optional.empty();

    /// Empty for a version that isn't served; its managers are forgotten.
    Optional<Version> version(String apiVersion);

    /// The kind in another version.
    interface Version {
        TrackedType type();

        /// The object of the request's version in this one.
        ObjectTree convert(ObjectTree object);

        /// An object of this version in the request's.
        ObjectTree convertBack(ObjectTree object);
    }
}
