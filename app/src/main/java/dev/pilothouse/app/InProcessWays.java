package dev.pilothouse.app;

import dev.pilothouse.apiserver.ApiServer;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.client.Transport;

/// To the API server of the same process.
record InProcessWays(ApiServer server) implements Ways {
    @Override
    public Transport component(String user, String agent) {
        return as(Identity.of(user), agent);
    }

    @Override
    public Transport account(String account, String agent) {
        return as(
                Identity.of(
                        "system:serviceaccount:kube-system:" + account,
                        "system:serviceaccounts",
                        "system:serviceaccounts:kube-system"),
                agent);
    }

    @Override
    public Transport node(String name) {
        return as(Identity.of("system:node:" + name, "system:nodes"), "kubelet");
    }

    private Transport as(Identity identity, String agent) {
        return new InProcessTransport(server.handler(), server.credential(identity), agent);
    }
}
