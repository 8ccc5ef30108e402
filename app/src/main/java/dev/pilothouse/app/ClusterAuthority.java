package dev.pilothouse.app;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.bootstrap.Self;
import java.time.Duration;

/// What a cluster says of who signs its clients' certificates: a server that believes somebody else would serve the same
/// objects and refuse the other servers' clients.
record ClusterAuthority(Self self) {
    private static final ObjectTree SAID = ObjectTree.EMPTY
            .with("apiVersion", "v1")
            .with("kind", "ConfigMap")
            .with(
                    "metadata",
                    ObjectTree.EMPTY.with("namespace", "kube-system").with("name", "extension-apiserver-authentication"));
    private static final String FIELD = "client-ca-file";

    /// How long a store that is between two leaders is asked again.
    private static final int ATTEMPTS = 60;

    private static final Duration BETWEEN = Duration.ofMillis(500);

    /// @param own in PEM
    /// @throws Refusal when the cluster believes somebody, and not this authority
    void mustBelieve(String own) {
        String known = known();
        refuseUnless(known.isEmpty() || known.contains(squeezed(own)));
    }

    /// To be asked after the cluster was told of this authority.
    ///
    /// @param before the cluster already believed somebody before it was told; if not, several may have told it at once, and
    ///     the first of them is the one
    void mustHaveBegunWith(String own, boolean before) {
        refuseUnless(before || known().startsWith(squeezed(own)));
    }

    boolean isKnown() {
        return !known().isEmpty();
    }

    /// @throws Refusal when nobody can tell: whether this server is one of the cluster's must not be guessed
    private String known() {
        for (int attempt = 1; ; attempt++) {
            try {
                return squeezed(self.find(SAID).object("data").text(FIELD));
            } catch (IllegalStateException unreadable) {
                if (attempt == ATTEMPTS) {
                    throw new Refusal("it can't be told whether this master belongs to the cluster in this store: "
                            + unreadable.getMessage());
                }
            }
            try {
                Thread.sleep(BETWEEN);
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the cluster was asked", end);
            }
        }
    }

    private static void refuseUnless(boolean same) {
        if (!same) {
            throw new Refusal("the cluster in this store has another certificate authority than this master: give every master"
                    + " the same ca.crt, ca.key, sa.key, sa.pub and front-proxy-ca.* (--pki names the folder). A cluster that is to get a new"
                    + " authority takes it when ConfigMap extension-apiserver-authentication in kube-system is deleted");
        }
    }

    /// Line breaks differ from tool to tool.
    private static String squeezed(String pem) {
        return pem.replaceAll("\\s", "");
    }
}
