package dev.pilothouse.app;

import dev.pilothouse.client.Gate;
import dev.pilothouse.client.Transport;
import java.util.function.UnaryOperator;

/// How the components of one process reach the API server, each under the identity that upstream gives it.
public interface Ways {
    /// A component as itself.
    ///
    /// @param user `system:kube-scheduler`
    /// @param agent the name under which it owns the fields that it writes
    Transport component(String user, String agent);

    /// A loop under its own service account in `kube-system`.
    Transport account(String account, String agent);

    /// A node's kubelet.
    Transport node(String name);

    /// The same ways through a gate.
    default Ways behind(Gate gate) {
        return through(gate::through);
    }

    /// The same ways, each through something.
    default Ways through(UnaryOperator<Transport> something) {
        Ways open = this;
        return new Ways() {
            @Override
            public Transport component(String user, String agent) {
                return something.apply(open.component(user, agent));
            }

            @Override
            public Transport account(String account, String agent) {
                return something.apply(open.account(account, agent));
            }

            @Override
            public Transport node(String name) {
                return something.apply(open.node(name));
            }
        };
    }
}
