package dev.pilothouse.apiserver.request;

/// The form in which a client wants its answer.
///
/// @param version the version of `meta.k8s.io` for shapes other than the whole object
public record Form(Encoding encoding, Shape shape, String version) {

    /// In the order in which a client that takes several gets one.
    public enum Encoding {
        JSON("application/json"),
        YAML("application/yaml"),
        PROTOBUF("application/vnd.kubernetes.protobuf");

        private final String mediaType;

        Encoding(String mediaType) {
            this.mediaType = mediaType;
        }

        public String mediaType() {
            return mediaType;
        }
    }

    public enum Shape {
        WHOLE,
        TABLE,
        /// The metadata of one object.
        METADATA,
        /// The metadata of the objects of a list.
        METADATA_LIST
    }

    public static final Form JSON = new Form(Encoding.JSON, Shape.WHOLE, "");
}
