package dev.pilothouse.kinds.core.pod;

import static dev.pilothouse.kinds.rules.Checks.all;
import static dev.pilothouse.kinds.rules.Checks.at;
import static dev.pilothouse.kinds.rules.Checks.each;
import static dev.pilothouse.kinds.rules.Checks.nonEmpty;
import static dev.pilothouse.kinds.rules.Checks.oneOf;
import static dev.pilothouse.kinds.rules.Checks.optional;
import static dev.pilothouse.kinds.rules.Checks.range;
import static dev.pilothouse.kinds.rules.Checks.required;

import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Paths;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.Locale;

/// Rules for where volumes come from, alike in pods and in persistent volumes.
public final class VolumeSources {
    private static final Check REQUIRED = Checks.REQUIRED;

    static final Check FILE_MODE = place -> {
        if (place.isPresent() && (place.number() < 0 || place.number() > 0777)) {
            place.invalid("must be a number between 0 and 0777 (octal), both inclusive");
        }
    };

    static final Check KEY_TO_PATH =
            all(at("key", REQUIRED), at("path", REQUIRED), at("path", Paths.LOCAL), at("mode", FILE_MODE));

    public static final Check HOST_PATH = place -> {
        if (place.at("path").isEmpty()) {
            place.at("path").required("");
            return;
        }
        Paths.NO_BACKSTEPS.check(place.at("path"));
        place.at("type")
                .check(optional(oneOf(
                        "",
                        "DirectoryOrCreate",
                        "Directory",
                        "FileOrCreate",
                        "File",
                        "Socket",
                        "CharDevice",
                        "BlockDevice")));
    };

    public static final Check GIT_REPO = all(at("repository", REQUIRED), at("directory", Paths.DESCENDING));
    public static final Check GCE_DISK = all(at("pdName", REQUIRED), at("partition", partition()));
    public static final Check AWS_DISK = all(at("volumeID", REQUIRED), at("partition", partition()));
    public static final Check SECRET =
            all(at("secretName", REQUIRED), at("defaultMode", FILE_MODE), each("items", KEY_TO_PATH));
    public static final Check CONFIG_MAP =
            all(at("name", REQUIRED), at("defaultMode", FILE_MODE), each("items", KEY_TO_PATH));
    public static final Check NFS =
            all(at("server", REQUIRED), at("path", REQUIRED), at("path", Paths.ABSOLUTE));
    public static final Check GLUSTERFS = all(at("endpoints", REQUIRED), at("path", REQUIRED));
    public static final Check CLAIM = at("claimName", REQUIRED);
    public static final Check RBD = all(at("monitors", REQUIRED), at("image", REQUIRED));
    public static final Check CINDER = all(at("volumeID", REQUIRED), secret("secretRef", "name"));
    public static final Check PERSISTENT_CINDER =
            all(at("volumeID", REQUIRED), secret("secretRef", "name", "namespace"));
    public static final Check CEPHFS = at("monitors", REQUIRED);
    public static final Check VSPHERE = at("volumePath", REQUIRED);
    public static final Check PHOTON = at("pdID", REQUIRED);
    public static final Check PORTWORX = at("volumeID", REQUIRED);
    public static final Check SCALE_IO =
            all(at("gateway", REQUIRED), at("system", REQUIRED), at("volumeName", REQUIRED));
    public static final Check STORAGE_OS = all(
            at("volumeName", required("", Checks.DNS_LABEL)),
            at("volumeNamespace", nonEmpty(Checks.DNS_LABEL)),
            secret("secretRef", "name"));
    public static final Check PERSISTENT_STORAGE_OS = all(
            at("volumeName", required("", Checks.DNS_LABEL)),
            at("volumeNamespace", nonEmpty(Checks.DNS_LABEL)),
            secret("secretRef", "name", "namespace"));
    public static final Check AZURE_FILE = all(at("secretName", REQUIRED), at("shareName", REQUIRED));
    public static final Check PERSISTENT_AZURE_FILE = all(AZURE_FILE, at("secretNamespace", optional(REQUIRED)));

    public static final Check FLOCKER = place -> {
        Place name = place.at("datasetName");
        Place uuid = place.at("datasetUUID");
        if (name.isEmpty() && uuid.isEmpty()) {
            place.required("one of datasetName and datasetUUID is required");
        }
        if (!name.isEmpty() && !uuid.isEmpty()) {
            place.invalid("resource", "datasetName and datasetUUID can not be specified simultaneously");
        }
        if (name.text().contains("/")) {
            name.invalid("must not contain '/'");
        }
    };

    public static final Check QUOBYTE = place -> {
        String pairs = "must be a host:port pair or multiple pairs separated by commas";
        Place registry = place.at("registry");
        if (registry.isEmpty()) {
            registry.required(pairs);
        } else if (place.at("tenant").text().length() >= 65) {
            place.at("tenant").required("must be a UUID and may not exceed a length of 64 characters");
        } else {
            for (String pair : registry.text().split(",", -1)) {
                if (!isHostPort(pair)) {
                    registry.invalid(pairs);
                }
            }
        }
        REQUIRED.check(place.at("volume"));
    };

    public static final Check FIBRE_CHANNEL = place -> {
        Place names = place.at("targetWWNs");
        Place ids = place.at("wwids");
        if (names.isEmpty() && ids.isEmpty()) {
            names.required("must specify either targetWWNs or wwids, but not both");
        }
        if (!names.isEmpty() && !ids.isEmpty()) {
            names.invalid("targetWWNs and wwids can not be specified simultaneously");
        }
        if (!names.isEmpty()) {
            if (place.at("lun").isAbsent()) {
                place.at("lun").required("lun is required if targetWWNs is specified");
            } else {
                range(0, 255).check(place.at("lun"));
            }
        }
    };

    public static final Check FLEX = place -> {
        REQUIRED.check(place.at("driver"));
        place.at("options").eachKey(option -> {
            int slash = option.name().indexOf('/');
            String namespace = slash < 0 ? option.name() : option.name().substring(0, slash);
            String domain = "." + namespace.toLowerCase(Locale.ROOT);
            if (domain.endsWith(".kubernetes.io") || domain.endsWith(".k8s.io")) {
                option.invalid(option.name(), "kubernetes.io and k8s.io namespaces are reserved");
            }
        });
    };

    public static final Check AZURE_DISK = place -> {
        REQUIRED.check(place.at("diskName"));
        Place uri = place.at("diskURI");
        REQUIRED.check(uri);
        place.at("cachingMode").check(optional(oneOf("None", "ReadOnly", "ReadWrite")));
        Place kind = place.at("kind");
        kind.check(optional(oneOf("Shared", "Dedicated", "Managed")));
        if (kind.is("Managed") && !uri.text().startsWith("/subscriptions/")) {
            uri.notSupported(
                    List.of(
                            "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"));
        }
        if (kind.isPresent() && !kind.is("Managed") && !uri.text().startsWith("https://")) {
            uri.notSupported(
                    List.of("https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"));
        }
    };

    private VolumeSources() {}

    private static Check partition() {
        return place -> {
            if (place.number() < 0 || place.number() > 255) {
                place.invalidNumber("must be between 1 and 255, inclusive");
            }
        };
    }

    private static Check secret(String field, String... parts) {
        return place -> {
            Place secret = place.at(field);
            if (secret.isPresent()) {
                for (String part : parts) {
                    REQUIRED.check(secret.at(part));
                }
            }
        };
    }

    private static boolean isHostPort(String pair) {
        int colon = pair.lastIndexOf(':');
        return colon >= 0 && pair.indexOf(':') == colon;
    }

    /// The name of a CSI driver.
    public static final Check CSI_DRIVER = place -> {
        if (place.text().isEmpty()) {
            place.required("");
        }
        if (place.text().length() > 63) {
            place.tooLong(63);
        }
        place.invalidEach(dev.pilothouse.api.meta.NameRules.dns1123Subdomain(
                place.text().toLowerCase(Locale.ROOT)));
    };
}
