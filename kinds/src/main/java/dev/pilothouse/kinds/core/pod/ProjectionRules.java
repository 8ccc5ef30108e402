package dev.pilothouse.kinds.core.pod;


import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Paths;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for volumes that are put together from other objects and from the pod itself.
final class ProjectionRules {
    private static final long TOKEN_SECONDS_LEAST = 10 * 60;
    private static final long TOKEN_SECONDS_MOST = 1L << 32;

    private static final Set<String> FIELDS = Set.of(
            "metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid");

    private static final List<String> SOURCES = List.of(
            "secret", "configMap", "downwardAPI", "serviceAccountToken", "clusterTrustBundle", "podCertificate");

    private final Place volume;
    private final Set<String> paths = new HashSet<>();

    private ProjectionRules(Place volume) {
        this.volume = volume;
    }

    static void downward(Place source) {
        VolumeSources.FILE_MODE.check(source.at("defaultMode"));
        source.at("items").each(item -> file(item, source));
    }

    /// A file of the downward API; its problems stand at the volume's source, not at the file.
    private static void file(Place item, Place source) {
        Place path = source.at("path").with(item.at("path").value());
        Checks.REQUIRED.check(path);
        Paths.LOCAL.check(path);
        Place field = item.at("fieldRef");
        Place resource = item.at("resourceFieldRef");
        if (field.isPresent()) {
            EnvironmentRules.fieldReference(source.at("fieldRef").with(field.value()), FIELDS);
            if (resource.isPresent()) {
                source.invalid("resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
            }
        } else if (resource.isPresent()) {
            EnvironmentRules.resourceReference(source.at("resourceFieldRef").with(resource.value()), true);
        } else {
            source.required("one of fieldRef and resourceFieldRef is required");
        }
        VolumeSources.FILE_MODE.check(source.at("mode").with(item.at("mode").value()));
    }

    static void projected(Place source) {
        VolumeSources.FILE_MODE.check(source.at("defaultMode"));
        ProjectionRules rules = new ProjectionRules(source);
        source.at("sources").each(rules::source);
    }

    private void source(Place source) {
        long found = SOURCES.stream().filter(name -> source.at(name).isPresent()).count();
        keyed(source.at("secret"));
        keyed(source.at("configMap"));
        Place downward = source.at("downwardAPI");
        downward.at("items").each(item -> {
            file(item, downward);
            String path = item.at("path").text();
            if (!path.isEmpty()) {
                claim(path, path);
            }
        });
        if (source.at("serviceAccountToken").isPresent()) {
            token(source.at("serviceAccountToken"));
        }
        if (source.at("clusterTrustBundle").isPresent()) {
            bundle(source.at("clusterTrustBundle"));
        }
        if (source.at("podCertificate").isPresent()) {
            PodCertificateRules.check(source.at("podCertificate"));
        }
        if (found > 1) {
            source.forbidden("may not specify more than 1 volume type per source");
        }
    }

    private void keyed(Place source) {
        if (source.isAbsent()) {
            return;
        }
        Checks.REQUIRED.check(source.at("name"));
        source.at("items").each(item -> {
            VolumeSources.KEY_TO_PATH.check(item);
            String path = item.at("path").text();
            if (!path.isEmpty()) {
                claim(path, source.at("name").text());
            }
        });
    }

    private void claim(String path, String blamed) {
        if (!paths.add(path)) {
            volume.invalid(blamed, "conflicting duplicate paths");
        }
    }

    private void token(Place token) {
        Place seconds = token.at("expirationSeconds");
        if (seconds.number() < TOKEN_SECONDS_LEAST) {
            seconds.invalidNumber("may not specify a duration less than 10 minutes");
        }
        if (seconds.number() > TOKEN_SECONDS_MOST) {
            seconds.invalidNumber("may not specify a duration larger than 2^32 seconds");
        }
        Place path = volume.at("path").with(token.at("path").value());
        path.check(Checks.required("", Paths.LOCAL));
    }

    private void bundle(Place bundle) {
        Place name = bundle.at("name");
        Place signer = bundle.at("signerName");
        if (name.isPresent() && signer.isPresent()) {
            bundle.invalid("only one of name and signerName may be used");
        } else if (name.isPresent()) {
            if (name.isEmpty()) {
                name.required("must be a valid object name");
            }
            SignerNames.trustBundle(name.text())
                    .forEach(broken -> name.invalid("not a valid clustertrustbundlename: " + broken));
            if (bundle.at("labelSelector").isPresent()) {
                bundle.at("labelSelector").invalid("labelSelector must be unset if name is specified");
            }
        } else if (signer.isPresent()) {
            if (signer.isEmpty()) {
                signer.required("must be a valid signer name");
            }
            SignerNames.check(signer);
            Checks.SELECTOR.check(bundle.at("labelSelector"));
        } else {
            bundle.required("either name or signerName must be specified");
        }
        Checks.REQUIRED.check(bundle.at("path"));
        Paths.LOCAL.check(bundle.at("path"));
        claim(bundle.at("path").text(), bundle.at("path").text());
    }
}
