package dev.pilothouse.apiserver.admission;

import dev.pilothouse.api.tree.ObjectTree;
import java.util.function.UnaryOperator;

/// Where admission writes down what it has let in. It owns this interface, and the registry, which lies behind it,
/// provides it.
@FunctionalInterface
public interface QuotaLedger {

    /// Changes the status of a quota, whatever others write meanwhile.
    ///
    /// @param change what the quota is to become; may refuse by throwing
    void charge(String namespace, String quota, UnaryOperator<ObjectTree> change);
}
