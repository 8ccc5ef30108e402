package dev.pilothouse.app.masters;

import dev.pilothouse.apiserver.authentication.TokenKey;
import dev.pilothouse.apiserver.pki.CertificateAuthority;
import dev.pilothouse.apiserver.pki.KeyCertificate;
import dev.pilothouse.apiserver.pki.Pem;
import dev.pilothouse.apiserver.pki.PemFiles;
import dev.pilothouse.app.Components;
import dev.pilothouse.app.ControllerSetup;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.flags.FeatureGates;
import dev.pilothouse.app.flags.FlagValues;
import dev.pilothouse.controllers.CertificateSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the controller manager is told.
///
/// @param accounts whether each loop is a client under its own service account
/// @param rootAuthority the certificates that pods are to believe; empty for those of the kubeconfig
record ControllerManagerOptions(
        LoopOptions loops,
        FeatureGates gates,
        ControllerNames controllers,
        boolean accounts,
        Optional<Path> rootAuthority,
        Optional<Path> tokenKey,
        Optional<Path> signingCertificate,
        Optional<Path> signingKey,
        Duration longestCertificate,
        Map<String, Integer> workers) {

    /// The flags that say how many keys a controller reconciles at once.
    private static final Map<String, String> WORKERS = Map.ofEntries(
            Map.entry("concurrent-deployment-syncs", "deployment-controller"),
            Map.entry("concurrent-statefulset-syncs", "statefulset-controller"),
            Map.entry("concurrent-daemonset-syncs", "daemonset-controller"),
            Map.entry("concurrent-endpoint-syncs", "endpoints-controller"),
            Map.entry("concurrent-service-endpoint-syncs", "endpointslice-controller"),
            Map.entry("mirroring-concurrent-service-endpoint-syncs", "endpointslice-mirroring-controller"),
            Map.entry("concurrent-ephemeralvolume-syncs", "ephemeral-volume-controller"),
            Map.entry("concurrent-gc-syncs", "garbage-collector-controller"),
            Map.entry("concurrent-horizontal-pod-autoscaler-syncs", "horizontal-pod-autoscaler-controller"),
            Map.entry("concurrent-job-syncs", "job-controller"),
            Map.entry("concurrent-cron-job-syncs", "cronjob-controller"),
            Map.entry("concurrent-namespace-syncs", "namespace-controller"),
            Map.entry("concurrent-replicaset-syncs", "replicaset-controller"),
            Map.entry("concurrent-rc-syncs", "replicationcontroller-controller"),
            Map.entry("concurrent-resource-quota-syncs", "resourcequota-controller"),
            Map.entry("concurrent-serviceaccount-token-syncs", "serviceaccount-token-controller"),
            Map.entry("concurrent-ttl-after-finished-syncs", "ttl-after-finished-controller"));

    static ControllerManagerOptions of(FlagValues flags) {
        Map<String, Integer> workers = new LinkedHashMap<>();
        WORKERS.forEach((flag, controller) -> {
            int count = flags.number(flag);
            if (flags.isGiven(flag)) {
                workers.put(controller, Math.max(1, count));
            }
        });
        Optional<Path> certificate = flags.file("cluster-signing-cert-file");
        Optional<Path> key = flags.file("cluster-signing-key-file");
        if (certificate.isPresent() != key.isPresent()) {
            throw new Refusal("--cluster-signing-cert-file and --cluster-signing-key-file belong together");
        }
        FeatureGates gates = FeatureGates.of(flags.pairs("feature-gates"));
        return new ControllerManagerOptions(
                LoopOptions.of(flags, gates, Components.CONTROLLER_MANAGER, Components.CONTROLLER_MANAGER),
                gates,
                ControllerNames.of(flags.texts("controllers")),
                flags.is("use-service-account-credentials"),
                flags.file("root-ca-file"),
                flags.file("service-account-private-key-file"),
                certificate,
                key,
                flags.duration("cluster-signing-duration"),
                workers);
    }

    /// @param believed the authorities of the kubeconfig
    ControllerSetup setup(List<X509Certificate> believed, InstantSource clock) throws IOException {
        String authority = rootAuthority.isPresent()
                ? Files.readString(rootAuthority.get())
                : believed.stream().map(Pem::of).collect(Collectors.joining());
        return new ControllerSetup(
                authority,
                tokenKey.isPresent() ? Optional.of(tokens(tokenKey.get())::sign) : Optional.empty(),
                signingCertificate.isPresent() ? Optional.of(signer(clock)) : Optional.empty(),
                controllers,
                workers);
    }

    static TokenKey tokens(Path file) throws IOException {
        PrivateKey key = PemFiles.privateKey(file);
        KeyPair pair = new KeyPair(PemFiles.publicHalf(key, file), key);
        return new TokenKey(() -> pair);
    }

    private CertificateSigner signer(InstantSource clock) throws IOException {
        KeyCertificate self = new KeyCertificate(
                PemFiles.certificates(signingCertificate.orElseThrow()).getFirst(),
                PemFiles.privateKey(signingKey.orElseThrow()));
        CertificateAuthority authority = CertificateAuthority.of(self, clock, new SecureRandom());
        return (subject, key, names, usages, life) -> authority.forRequest(
                subject, key, names, usages, life.compareTo(longestCertificate) > 0 ? longestCertificate : life);
    }
}
