package dev.pilothouse.app.masters;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.apiserver.pki.PemFiles;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.client.BearerToken;
import dev.pilothouse.client.Credentials;
import dev.pilothouse.client.TokenFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Where the API server is and how to prove who calls, from a file as kubeadm and kubectl write it. Relative paths in it begin
/// at its own folder.
///
/// @param authorities whom the server's certificate must be from
/// @param client how the caller proves itself in the TLS handshake
/// @param token and besides
public record KubeconfigFile(URI server, List<X509Certificate> authorities, SSLContext client, BearerToken token) {

    /// For a caller that has a token only.
    SSLContext anonymous() {
        return new Credentials(authorities).anonymous();
    }

    /// @throws Refusal when the file says what isn't possible here
    public static KubeconfigFile read(Path file, InstantSource clock) throws IOException {
        ObjectTree root;
        try {
            root = Yaml.parse(Files.readAllBytes(file)).asObject();
        } catch (MalformedYaml malformed) {
            throw new Refusal(file + ": " + malformed.getMessage());
        }
        return new Reading(file, root).read(clock);
    }

    private record Reading(Path file, ObjectTree root) {
        KubeconfigFile read(InstantSource clock) throws IOException {
            ObjectTree context = named("contexts", "context", root.text("current-context"));
            ObjectTree cluster = named("clusters", "cluster", context.text("cluster"));
            ObjectTree user = context.text("user").isEmpty()
                    ? ObjectTree.EMPTY
                    : named("users", "user", context.text("user"));
            if (cluster.bool("insecure-skip-tls-verify")) {
                throw new Refusal(file + ": insecure-skip-tls-verify isn't possible: name the certificate-authority");
            }
            for (String how : List.of("exec", "auth-provider", "username")) {
                if (user.has(how)) {
                    throw new Refusal(file + ": users can't prove themselves by " + how + " here");
                }
            }
            List<X509Certificate> authorities = PemFiles.certificates(
                    content(cluster, "certificate-authority")
                            .orElseThrow(() -> new Refusal(file + ": the cluster names no certificate-authority")),
                    file.toString());
            Credentials credentials = new Credentials(authorities);
            Optional<String> certificate = content(user, "client-certificate");
            Optional<String> key = content(user, "client-key");
            if (certificate.isPresent() != key.isPresent()) {
                throw new Refusal(file + ": client-certificate and client-key belong together");
            }
            SSLContext client = certificate.isEmpty()
                    ? credentials.anonymous()
                    : credentials.of(key(key.get()), PemFiles.certificates(certificate.get(), file.toString()));
            return new KubeconfigFile(URI.create(server(cluster)), authorities, client, token(user, clock));
        }

        private PrivateKey key(String pem) throws IOException {
            return PemFiles.privateKey(pem, file.toString());
        }

        private String server(ObjectTree cluster) {
            String server = cluster.text("server").replaceFirst("/+$", "");
            if (!server.startsWith("https://")) {
                throw new Refusal(file + ": the cluster's server must be an https:// address, not \"" + server + "\"");
            }
            return server;
        }

        private BearerToken token(ObjectTree user, InstantSource clock) {
            String inline = user.text("token");
            if (!user.text("tokenFile").isEmpty()) {
                return new TokenFile(resolved(user.text("tokenFile")), clock);
            }
            return inline.isEmpty() ? BearerToken.NONE : () -> Optional.of(inline);
        }

        private ObjectTree named(String list, String what, String name) {
            return root.list(list).objects().stream()
                    .filter(each -> each.text("name").equals(name))
                    .map(each -> each.object(what))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(file + ": no " + what + " is named \"" + name + "\""));
        }

        /// What stands in the file itself, or in one that it names.
        private Optional<String> content(ObjectTree of, String field) throws IOException {
            String data = of.text(field + "-data");
            if (!data.isEmpty()) {
                return Optional.of(new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8));
            }
            String path = of.text(field);
            return path.isEmpty() ? Optional.empty() : Optional.of(Files.readString(resolved(path)));
        }

        private Path resolved(String path) {
            return file.toAbsolutePath().resolveSibling(path);
        }
    }

    /// The address is no secret; the rest is.
    @Override
    public String toString() {
        return "KubeconfigFile[" + server + "]";
    }
}
