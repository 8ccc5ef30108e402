package dev.pilothouse.apiserver.storage;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// In which form objects are written into the cluster store. What is read may have any of them: bytes tell which.
public enum StorageFormat {
    /// An object's own bytes, which cost nothing: for a store that nobody else reads.
    TREE(""),
    /// As upstream's API server writes them into etcd.
    JSON("application/json"),
    PROTOBUF("application/vnd.kubernetes.protobuf"),
    YAML("application/yaml");

    private final String mediaType;

    StorageFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    /// By the name that upstream's `--storage-media-type` gives it; none for other names.
    public static Optional<StorageFormat> of(String mediaType) {
        return Arrays.stream(values())
                .filter(format -> format != TREE && format.mediaType.equals(mediaType))
                .findFirst();
    }

    /// What `--storage-media-type` takes, in upstream's order.
    public static List<String> mediaTypes() {
        return Arrays.stream(values())
                .filter(format -> format != TREE)
                .map(format -> format.mediaType)
                .toList();
    }
}
