package dev.pilothouse.controllers.certificates;

import dev.pilothouse.api.certificates.v1.CertificateSigningRequest;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.CertificateSigner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Signs the approved requests for the signers of the cluster itself; others are somebody else's.
public final class SigningController implements Controller {
    /// How long a certificate holds at most (upstream's `--cluster-signing-duration`).
    private static final Duration LONGEST = Duration.ofDays(365);

    private final CertificateSigner signer;

    public SigningController(CertificateSigner signer) {
        this.signer = signer;
    }

    @Override
    public String name() {
        return "certificatesigningrequest-signing-controller";
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
        Optional<ObjectTree> found = world.get(CertificateSigningRequest.RESOURCE, key)
                .filter(csr -> Decision.is(csr, "Approved") && !Decision.is(csr, "Denied"))
                .filter(csr -> !Decision.is(csr, "Failed"))
                .filter(csr -> csr.object("status").text("certificate").isEmpty())
                .filter(csr -> SignerRules.isKnown(csr.object("spec").text("signerName")));
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree csr = found.get();
        Optional<SigningRequest> request = SigningRequest.of(csr);
        if (request.isPresent()) {
            sign(csr, request.get(), world);
        }
        return Next.whenChanged();
    }

    private void sign(ObjectTree csr, SigningRequest request, World world) {
        ObjectTree spec = csr.object("spec");
        List<String> usages = spec.list("usages").texts();
        Optional<String> problem = SignerRules.problem(spec.text("signerName"), request, usages);
        if (problem.isPresent()) {
            world.updateStatus(
                    CertificateSigningRequest.RESOURCE,
                    Decision.with(csr, "Failed", "SignerValidationFailure", problem.get(), world.now()));
            return;
        }
        Duration life = spec.has("expirationSeconds")
                ? Duration.ofSeconds(Math.min(spec.number("expirationSeconds"), LONGEST.toSeconds()))
                : LONGEST;
        String pem = signer.sign(request.subject(), request.key(), request.names(), usages, life);
        String encoded = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
        world.updateStatus(
                CertificateSigningRequest.RESOURCE, csr.withAt(Tree.of(encoded), "status", "certificate"));
    }
}
