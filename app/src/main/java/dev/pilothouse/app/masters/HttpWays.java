package dev.pilothouse.app.masters;

import dev.pilothouse.app.Ways;
import dev.pilothouse.client.AccountToken;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.HttpTransport;
import dev.pilothouse.client.LoopFigures;
import dev.pilothouse.client.Transport;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// To an API server over the network, with what a kubeconfig proves.
final class HttpWays implements Ways, AutoCloseable {
    private final HttpTransport own;
    private final HttpTransport bare;
    private final boolean accounts;
    private final InstantSource clock;
    private final Map<String, AccountToken> tokens = new ConcurrentHashMap<>();

    /// @param figures what requests are counted in
    /// @param accounts whether loops get tokens of their own service accounts
    HttpWays(KubeconfigFile kubeconfig, String agent, boolean accounts, InstantSource clock, Executor executor, LoopFigures figures) {
        this.own = new HttpTransport(kubeconfig.server(), kubeconfig.client(), agent, executor, figures).with(kubeconfig.token());
        this.bare = new HttpTransport(kubeconfig.server(), kubeconfig.anonymous(), agent, executor, figures);
        this.accounts = accounts;
        this.clock = clock;
    }

    @Override
    public Transport component(String user, String agent) {
        return own;
    }

    @Override
    public Transport account(String account, String agent) {
        return accounts
                ? bare.with(tokens.computeIfAbsent(account, name -> new AccountToken(new Client(own), name, clock)))
                : own;
    }

    @Override
    public Transport node(String name) {
        return own;
    }

    @Override
    public void close() {
        own.close();
        bare.close();
    }
}
