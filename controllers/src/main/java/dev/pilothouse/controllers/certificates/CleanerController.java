package dev.pilothouse.controllers.certificates;

import dev.pilothouse.api.certificates.v1.CertificateSigningRequest;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Removes signing requests that nobody looks at any more.
public final class CleanerController implements Controller {
    /// How long a request is kept after it was decided on.
    private static final Duration DECIDED = Duration.ofHours(1);

    /// How long one waits for a decision, or an approved one for its certificate.
    private static final Duration PENDING = Duration.ofHours(24);

    @Override
    public String name() {
        return "certificatesigningrequest-cleaner-controller";
    }

    @Override
    public String account() {
        return "certificate-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(CertificateSigningRequest.RESOURCE);
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<ObjectTree> found = world.get(CertificateSigningRequest.RESOURCE, key);
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        Duration left = Duration.between(world.now(), end(found.get()));
        if (left.isPositive()) {
            return Next.after(left);
        }
        world.delete(CertificateSigningRequest.RESOURCE, key, Client.Deletion.of(ObjectMeta.uid(found.get())));
        return Next.whenChanged();
    }

    static Instant end(ObjectTree csr) {
        boolean issued = !csr.object("status").text("certificate").isEmpty();
        Instant pending = Timestamps.parse(ObjectMeta.of(csr).text("creationTimestamp"))
                .orElse(Instant.EPOCH)
                .plus(PENDING);
        return Stream.of("Approved", "Denied", "Failed")
                .filter(type -> issued || !type.equals("Approved"))
                .flatMap(type -> Decision.since(csr, type).stream())
                .map(time -> time.plus(DECIDED))
                .min(Instant::compareTo)
                .orElse(pending);
    }
}
