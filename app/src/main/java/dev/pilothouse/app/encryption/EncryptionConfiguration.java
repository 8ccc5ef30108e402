package dev.pilothouse.app.encryption;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.store.encryption.Aes;
import dev.pilothouse.store.encryption.Identity;
import dev.pilothouse.store.encryption.Provider;
import dev.pilothouse.store.encryption.Providers;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.encryption.Transformations;
import dev.pilothouse.store.kms.KmsProvider;
import dev.pilothouse.store.kms.SocketKms;
import dev.pilothouse.api.meta.GoDuration;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import dev.pilothouse.store.encryption.SecretBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads upstream's EncryptionConfiguration (apiserver.config.k8s.io/v1): which resources are sealed by which providers.
/// What it refuses never repeats a key.
public final class EncryptionConfiguration {
    private static final List<Integer> AES_BYTES = List.of(16, 24, 32);
    private static final List<Integer> SECRETBOX_BYTES = List.of(SecretBox.KEY_BYTES);
    private static final Set<String> KINDS = Set.of("identity", "aescbc", "aesgcm", "secretbox", "kms");

    /// Upstream's default.
    private static final Duration KMS_TIMEOUT = Duration.ofSeconds(3);

    private static final InstantSource CLOCK = InstantSource.system();

    private final Set<String> kmsNames = new HashSet<>();
    private final Transformations heard;
    private final Path file;
    private final SecureRandom random;

    private EncryptionConfiguration(Path file, SecureRandom random, Transformations heard) {
        this.heard = heard;
        this.file = file;
        this.random = random;
    }

    /// @throws Refusal when the file makes no sense
    public static List<Sealing.Rule> read(Path file, SecureRandom random) throws IOException {
        return read(file, random, Transformations.NONE);
    }

    /// @param heard hears of keys that others keep
    /// @throws Refusal when the file makes no sense
    public static List<Sealing.Rule> read(Path file, SecureRandom random, Transformations heard) throws IOException {
        EncryptionConfiguration reading = new EncryptionConfiguration(file, random, heard);
        try {
            return reading.rules(Yaml.parse(Files.readAllBytes(file)).asObject());
        } catch (MalformedYaml e) {
            throw reading.refused("", "is no YAML");
        }
    }

    private List<Sealing.Rule> rules(ObjectTree root) {
        if (!root.text("kind").equals("EncryptionConfiguration")
                || !root.text("apiVersion").equals("apiserver.config.k8s.io/v1")) {
            throw refused("", "must be an EncryptionConfiguration of apiserver.config.k8s.io/v1");
        }
        List<Sealing.Rule> rules = new ArrayList<>();
        List<ObjectTree> sections = root.list("resources").objects();
        if (sections.isEmpty()) {
            throw refused("resources", "Required value: at least one resources is required");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < sections.size(); i++) {
            String path = "resources[" + i + "]";
            Providers providers = new Providers(providers(path + ".providers", sections.get(i)));
            List<Tree> names = new ArrayList<>();
            sections.get(i).list("resources").forEach(names::add);
            if (names.isEmpty()) {
                throw refused(path + ".resources", "Required value: at least one resource is required");
            }
            for (Tree name : names) {
                if (!seen.add(name.asText())) {
                    throw refused(path + ".resources", "Invalid value: \"" + name.asText()
                            + "\": resource is listed twice: only the first providers would count");
                }
                for (String prefix : StoredPlaces.of(name.asText())
                        .orElseThrow(() -> refused(path + ".resources", "Invalid value: \"" + name.asText()
                                + "\": use '*.' to encrypt all the resources from core API group or *.* to encrypt all"
                                + " resources"))) {
                    rules.add(new Sealing.Rule(prefix, providers));
                }
            }
        }
        return rules;
    }

    private List<Provider> providers(String path, ObjectTree section) {
        List<ObjectTree> listed = section.list("providers").objects();
        if (listed.isEmpty()) {
            throw refused(path, "Required value: at least one provider is required");
        }
        List<Provider> providers = new ArrayList<>();
        for (int i = 0; i < listed.size(); i++) {
            String place = path + "[" + i + "]";
            List<String> kinds = listed.get(i).names();
            if (kinds.size() != 1) {
                throw refused(place, "must name exactly one provider, not " + kinds);
            }
            String kind = kinds.getFirst();
            if (!KINDS.contains(kind)) {
                throw refused(place, "Unsupported value: \"" + kind + "\": this version knows aescbc, aesgcm, identity, kms, secretbox");
            }
            ObjectTree said = listed.get(i).object(kind);
            providers.addAll(
                    switch (kind) {
                        case "identity" -> List.of(new Identity());
                        case "kms" -> List.of(kms(place + ".kms", said));
                        default -> keyed(place + "." + kind + ".keys", kind, said);
                    });
        }
        return providers;
    }

    /// The plugin is asked at once, so that what is read first can be read; it may come later all the same.
    private Provider kms(String path, ObjectTree said) {
        String version = said.text("apiVersion");
        if (!version.equals("v2")) {
            throw refused(
                    path + ".apiVersion",
                    version.isEmpty() || version.equals("v1")
                            ? "Invalid value: \"v1\": KMSv1 is deprecated and isn't here. Use KMSv2 instead."
                            : "Invalid value: \"" + version + "\": unsupported apiVersion " + version
                                    + " for KMS provider, only v2 is supported");
        }
        String name = said.text("name");
        if (name.isEmpty()) {
            throw refused(path + ".name", "Required value: name is a mandatory field for a provider");
        }
        if (name.contains(":")) {
            throw refused(
                    path + ".name",
                    "Invalid value: \"" + name + "\": invalid provider name " + name + ", must not contain ':'");
        }
        if (said.has("cachesize")) {
            throw refused(path + ".cachesize", "Invalid value: cachesize is not supported in v2");
        }
        if (!kmsNames.add(name)) {
            throw refused(
                    path + ".name",
                    "Invalid value: \"" + name + "\": duplicate KMS provider name " + name + ", names must be unique");
        }
        Path socket = socket(path + ".endpoint", said.text("endpoint"));
        KmsProvider provider = new KmsProvider(
                name, new SocketKms(socket, timeout(path + ".timeout", said.text("timeout"))), CLOCK, random, heard);
        provider.probe();
        Thread.ofVirtual().name("kms-" + name).start(provider::follow);
        return provider;
    }

    private Path socket(String path, String endpoint) {
        if (endpoint.isEmpty()) {
            throw refused(path, "Required value: endpoint is a mandatory field for a provider");
        }
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            throw refused(path, "Invalid value: \"" + endpoint + "\": invalid endpoint for kms provider, error: " + e.getMessage());
        }
        if (!"unix".equals(uri.getScheme()) || uri.getPath().isEmpty()) {
            throw refused(path, "Invalid value: \"" + endpoint + "\": unsupported scheme \""
                    + Optional.ofNullable(uri.getScheme()).orElse("") + "\" for KMS provider, only unix is supported");
        }
        return Path.of(uri.getPath());
    }

    private Duration timeout(String path, String text) {
        try {
            Duration timeout = text.isEmpty() ? KMS_TIMEOUT : GoDuration.parse(text);
            if (timeout.isPositive()) {
                return timeout;
            }
        } catch (GoDuration.Malformed e) {
            throw refused(path, "Invalid value: \"" + text + "\": " + e.getMessage());
        }
        throw refused(path, "Invalid value: \"" + text + "\": timeout should be a positive value");
    }

    private List<Provider> keyed(String path, String kind, ObjectTree provider) {
        List<ObjectTree> keys = provider.list("keys").objects();
        if (keys.isEmpty()) {
            throw refused(path, "Required value: at least one keys is required");
        }
        List<Provider> providers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            String place = path + "[" + i + "]";
            String name = keys.get(i).text("name");
            if (name.isEmpty()) {
                throw refused(place + ".name", "Required value: name is a mandatory field for a key");
            }
            if (!names.add(name)) {
                throw refused(place + ".name", "Invalid value: \"" + name + "\": another key has this name");
            }
            byte[] secret = secret(place + ".secret", keys.get(i).text("secret"), kind.equals("secretbox") ? SECRETBOX_BYTES : AES_BYTES);
            providers.add(
                    switch (kind) {
                        case "aescbc" -> Aes.cbc(name, secret, random);
                        case "aesgcm" -> Aes.gcm(name, secret, random);
                        default -> new SecretBox(name, secret, random);
                    });
        }
        return providers;
    }

    private byte[] secret(String path, String text, List<Integer> sizes) {
        if (text.isEmpty()) {
            throw refused(path, "Required value: secret is a mandatory field for a key");
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw refused(path, "Invalid value: \"REDACTED\": secrets must be base64 encoded");
        }
        if (!sizes.contains(secret.length)) {
            throw refused(path, "Invalid value: \"REDACTED\": secret is not of the expected length, got " + secret.length
                    + ", expected one of " + sizes.toString().replace(",", ""));
        }
        return secret;
    }

    private Refusal refused(String path, String why) {
        return new Refusal("the encryption configuration " + file + (path.isEmpty() ? " " : ": " + path + ": ") + why);
    }
}
