package dev.pilothouse.client;

import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.Status;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The token of a service account, asked for by somebody who may make such tokens, and renewed before it ends. The account is
/// made if it isn't there.
public final class AccountToken implements BearerToken {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final String NAMESPACE = "kube-system";

    /// Between two tries to get a token.
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final Client client;
    private final String account;
    private final InstantSource clock;
    private String token = "";
    private Instant renewal = Instant.MIN;
    private Instant next = Instant.MIN;

    /// @param client of somebody who may make tokens for the account
    /// @param account its name in `kube-system`
    public AccountToken(Client client, String account, InstantSource clock) {
        this.client = client;
        this.account = account;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<String> now() {
        Instant now = clock.instant();
        if (now.isAfter(renewal) && !now.isBefore(next)) {
            next = now.plus(AGAIN);
            try {
                renew(now);
            } catch (ApiError unreachable) {
                if (token.isEmpty()) {
                    throw unreachable;
                }
            }
        }
        if (token.isEmpty()) {
            throw ApiError.serviceUnavailable("there is no token for the service account " + account + " yet");
        }
        return Optional.of(token);
    }

    private void renew(Instant now) {
        ObjectTree answer;
        try {
            answer = ask();
        } catch (ApiError error) {
            if (!error.is(Status.NOT_FOUND)) {
                throw error;
            }
            make();
            answer = ask();
        }
        token = answer.object("status").text("token");
        Instant end = Timestamps.parse(answer.object("status").text("expirationTimestamp")).orElse(now.plus(LIFE));
        // As upstream: at four fifths of its life.
        renewal = now.plus(Duration.between(now, end).multipliedBy(4).dividedBy(5));
    }

    private void make() {
        try {
            client.create(
                    ServiceAccount.RESOURCE,
                    NAMESPACE,
                    ObjectTree.of("metadata", ObjectTree.EMPTY.with("name", account).with("namespace", NAMESPACE)));
        } catch (ApiError error) {
            if (!error.is(Status.ALREADY_EXISTS)) {
                throw error;
            }
        }
    }

    private ObjectTree ask() {
        ObjectTree request = ObjectTree.EMPTY
                .with("apiVersion", "authentication.k8s.io/v1")
                .with("kind", "TokenRequest")
                .with("spec", ObjectTree.EMPTY.with("expirationSeconds", LIFE.toSeconds()));
        String path = Client.path(ServiceAccount.RESOURCE, NAMESPACE, account) + "/token";
        Transport.Answer answer =
                client.transport().send(new Transport.Call("POST", path, "", request, "application/json"));
        if (answer.status() >= 400) {
            throw answer.refusal();
        }
        return answer.body() instanceof ObjectTree tree ? tree : ObjectTree.of("status", NullTree.NULL);
    }
}
