package dev.pilothouse.controllers.certificates;

import dev.pilothouse.api.authorization.v1.SubjectAccessReview;
import dev.pilothouse.api.certificates.v1.CertificateSigningRequest;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import java.util.Optional;

/// Approves the requests of kubelets for certificates of their own, where those who ask may ask for that.
public final class ApprovingController implements Controller {

    @Override
    public String name() {
        return "certificatesigningrequest-approving-controller";
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
                .filter(csr -> csr.object("status").text("certificate").isEmpty())
                .filter(csr -> !Decision.is(csr, "Approved") && !Decision.is(csr, "Denied"));
        if (found.isEmpty()) {
            return Next.whenChanged();
        }
        ObjectTree csr = found.get();
        ObjectTree spec = csr.object("spec");
        Optional<SigningRequest> request = spec.text("signerName").equals(SignerRules.KUBELET_CLIENT)
                ? SigningRequest.of(csr)
                : Optional.empty();
        boolean fits = request.filter(each -> SignerRules.problem(
                                SignerRules.KUBELET_CLIENT,
                                each,
                                spec.list("usages").texts())
                        .isEmpty())
                .isPresent();
        if (!fits) {
            return Next.whenChanged();
        }
        boolean own = request.get().commonName().equals(spec.text("username"));
        if (own && mayAsk(spec, "selfnodeclient", world)) {
            approve(csr, "self kubelet client certificate", world);
        } else if (mayAsk(spec, "nodeclient", world)) {
            approve(csr, "kubelet client certificate", world);
        }
        return Next.whenChanged();
    }

    private static boolean mayAsk(ObjectTree spec, String subresource, World world) {
        ObjectTree attributes = ObjectTree.EMPTY
                .with("group", "certificates.k8s.io")
                .with("resource", "certificatesigningrequests")
                .with("verb", "create")
                .with("version", "*")
                .with("subresource", subresource);
        ObjectTree asked = ObjectTree.builder()
                .put("user", spec.get("username"))
                .put("uid", spec.get("uid"))
                .put("groups", spec.get("groups"))
                .put("extra", spec.get("extra"))
                .put("resourceAttributes", attributes)
                .build();
        return world.client()
                .create(SubjectAccessReview.RESOURCE, "", ObjectTree.of("spec", asked))
                .object("status")
                .bool("allowed");
    }

    private static void approve(ObjectTree csr, String what, World world) {
        ObjectTree approved = Decision.with(
                csr, "Approved", "AutoApproved", "Auto approving " + what + " after SubjectAccessReview.", world.now());
        world.client().update(CertificateSigningRequest.RESOURCE, "approval", approved);
    }
}
