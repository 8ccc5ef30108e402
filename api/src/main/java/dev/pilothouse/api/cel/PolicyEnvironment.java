package dev.pilothouse.api.cel;

import dev.pilothouse.api.cel.CelProgram.Compiled;
import dev.pilothouse.api.cel.CelType.Simple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What expressions of admission may refer to. Source: API reference "ValidatingAdmissionPolicy v1", field `expression`.
///
/// @param variables what expressions before have got a name for
/// @param structs the types that expressions can make
public record PolicyEnvironment(Map<String, CelType> names, Map<String, CelType> variables, StructTypes structs) {
    /// One step of a JSON patch.
    public static final CelType.Struct JSON_PATCH = CelType.struct(
            "JSONPatch",
            Map.of("op", Simple.STRING, "path", Simple.STRING, "from", Simple.STRING, "value", Simple.DYN));

    /// What is laid over an object: any field, of any type.
    public static final CelType.Struct OVERLAY = new CelType.Struct("Object", Map.of(), true);

    private static final CelType TEXTS = CelType.map(Simple.STRING);
    private static final CelType KIND = CelType.struct(
            "kubernetes.GroupVersionKind", Map.of("group", Simple.STRING, "version", Simple.STRING, "kind", Simple.STRING));
    private static final CelType RESOURCE = CelType.struct(
            "kubernetes.GroupVersionResource",
            Map.of("group", Simple.STRING, "version", Simple.STRING, "resource", Simple.STRING));
    private static final CelType USER = CelType.struct(
            "kubernetes.UserInfo",
            Map.of(
                    "username", Simple.STRING,
                    "uid", Simple.STRING,
                    "groups", CelType.list(Simple.STRING),
                    "extra", CelType.map(CelType.list(Simple.STRING))));
    private static final CelType REQUEST = CelType.struct(
            "kubernetes.AdmissionRequest",
            Map.ofEntries(
                    Map.entry("kind", KIND),
                    Map.entry("resource", RESOURCE),
                    Map.entry("subResource", Simple.STRING),
                    Map.entry("requestKind", KIND),
                    Map.entry("requestResource", RESOURCE),
                    Map.entry("requestSubResource", Simple.STRING),
                    Map.entry("name", Simple.STRING),
                    Map.entry("namespace", Simple.STRING),
                    Map.entry("operation", Simple.STRING),
                    Map.entry("userInfo", USER),
                    Map.entry("dryRun", Simple.BOOL),
                    Map.entry("options", Simple.DYN)));
    private static final CelType NAMESPACE = CelType.struct(
            "kubernetes.Namespace",
            Map.of(
                    "metadata",
                    CelType.struct(
                            "kubernetes.NamespaceMetadata",
                            Map.ofEntries(
                                    Map.entry("name", Simple.STRING),
                                    Map.entry("generateName", Simple.STRING),
                                    Map.entry("namespace", Simple.STRING),
                                    Map.entry("labels", TEXTS),
                                    Map.entry("annotations", TEXTS),
                                    Map.entry("UID", Simple.STRING),
                                    Map.entry("creationTimestamp", Simple.TIMESTAMP),
                                    Map.entry("deletionGracePeriodSeconds", Simple.INT),
                                    Map.entry("deletionTimestamp", Simple.TIMESTAMP),
                                    Map.entry("generation", Simple.INT),
                                    Map.entry("resourceVersion", Simple.STRING),
                                    Map.entry("finalizers", CelType.list(Simple.STRING)))),
                    "spec",
                    CelType.struct("kubernetes.NamespaceSpec", Map.of("finalizers", CelType.list(Simple.STRING))),
                    "status",
                    CelType.struct("kubernetes.NamespaceStatus", Map.of("phase", Simple.STRING))));

    public PolicyEnvironment {
        names = Map.copyOf(names);
        variables = Map.copyOf(variables);
    }

    /// @param parameters whether the policy has parameters
    public static PolicyEnvironment of(boolean parameters) {
        Map<String, CelType> names = new HashMap<>(Map.of(
                "object", Simple.DYN,
                "oldObject", Simple.DYN,
                "request", REQUEST,
                "namespaceObject", NAMESPACE,
                "authorizer", CelAuthorizer.TYPE,
                "authorizer.requestResource", new CelType.Opaque("kubernetes.authorization.ResourceCheck")));
        if (parameters) {
            names.put("params", Simple.DYN);
        }
        return new PolicyEnvironment(names, Map.of(), StructTypes.NONE);
    }

    /// For expressions that make changes.
    public PolicyEnvironment changing() {
        return new PolicyEnvironment(names, variables, name -> {
            boolean overlay = name.equals(OVERLAY.name()) || name.startsWith(OVERLAY.name() + ".");
            return overlay
                    ? Optional.of(new CelType.Struct(name, Map.of(), true))
                    : Optional.of(JSON_PATCH).filter(patch -> patch.name().equals(name));
        });
    }

    /// For expressions that only word a message.
    public PolicyEnvironment withoutAuthorizer() {
        Map<String, CelType> fewer = new HashMap<>(names);
        fewer.remove("authorizer");
        fewer.remove("authorizer.requestResource");
        return new PolicyEnvironment(fewer, variables, structs);
    }

    /// With one more field of `variables`. One that is wrong itself has no type, so that only it is complained about.
    public PolicyEnvironment withVariable(String name, String expression) {
        Map<String, CelType> more = new HashMap<>(variables);
        more.put(name, compile(expression) instanceof Compiled.Sound(CelProgram program) ? program.type() : Simple.ERROR);
        Map<String, CelType> all = new HashMap<>(names);
        all.put("variables", CelType.struct("kubernetes.variables", more));
        return new PolicyEnvironment(all, more, structs);
    }

    public Compiled compile(String expression) {
        return CelProgram.compile(expression, names, structs);
    }

    /// What is wrong with an expression that has to come to one of these types; no types means any.
    public Optional<String> problem(String expression, List<CelType> wanted) {
        return switch (compile(expression)) {
            case Compiled.Wrong(String message) -> Optional.of("compilation failed: " + message);
            case Compiled.Sound(CelProgram program) when wanted.isEmpty() || wanted.contains(program.type()) -> Optional.empty();
            case Compiled.Sound _ -> Optional.of(
                    wanted.size() == 1
                            ? "must evaluate to " + shown(wanted.getFirst())
                            : "must evaluate to one of "
                                    + wanted.stream().map(PolicyEnvironment::shown).collect(Collectors.joining(" ", "[", "]")));
        };
    }

    private static String shown(CelType type) {
        return type == Simple.NULL ? "null_type" : type.toString();
    }
}
