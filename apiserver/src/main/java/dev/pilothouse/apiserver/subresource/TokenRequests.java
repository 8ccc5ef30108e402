package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.meta.RandomUid;
import dev.pilothouse.api.authentication.v1.TokenRequest;
import dev.pilothouse.api.core.v1.Node;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.core.v1.Secret;
import dev.pilothouse.api.core.v1.ServiceAccount;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.GroupResource;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersion;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.admission.Admission;
import dev.pilothouse.apiserver.admission.AdmissionRequest;
import dev.pilothouse.apiserver.authentication.AccountTokens;
import dev.pilothouse.apiserver.authentication.TokenKey;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.registry.ManagedOwnership;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// `serviceaccounts/token`: makes tokens that end, are meant for somebody, and may be bound to an object (KEP-1205).
public final class TokenRequests implements VirtualResources.VirtualResource {
    private static final long USUAL_SECONDS = 3600;
    private static final long LEAST_SECONDS = Duration.ofMinutes(10).toSeconds();
    private static final long MOST_SECONDS = 1L << 32;

    /// Kubelets ask for this odd time for pods that may not know yet that tokens end; such a token lives on for a year
    /// (KEP-1205, "Safe rollout").
    private static final long WARN_ONLY_SECONDS = 3607;

    private static final long EXTENDED_SECONDS = Duration.ofDays(365).toSeconds();

    private final PolicyReads reads;
    private final Admission admission;
    private final TokenKey key;
    private final AccountTokens accounts;
    private final ManagedOwnership ownership;
    private final InstantSource clock;
    private final RandomGenerator random;

    public TokenRequests(
            PolicyReads reads,
            Admission admission,
            TokenKey key,
            AccountTokens accounts,
            ManagedOwnership ownership,
            InstantSource clock,
            RandomGenerator random) {
        this.reads = reads;
        this.admission = admission;
        this.key = key;
        this.accounts = accounts;
        this.ownership = ownership;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public HttpResponse answer(Permitted permitted) {
        Instant now = clock.instant();
        String namespace = permitted.request().info().namespace();
        String name = permitted.request().info().name();
        Submission submission =
                Submission.read(permitted, TokenRequest.KIND, true, TokenRequests::defaults, ownership, now);
        ObjectTree request = admitted(submission, namespace, name);
        if (!ObjectMeta.name(request).isEmpty() && !ObjectMeta.name(request).equals(name)) {
            throw ApiError.badRequest("the name of the object (" + ObjectMeta.name(request)
                    + ") does not match the name on the URL (" + name + ")");
        }
        long asked = request.object("spec").number("expirationSeconds");
        check(asked);
        long seconds = accounts.longest().map(longest -> Math.min(asked, longest.toSeconds())).orElse(asked);
        if (seconds < asked) {
            permitted.request().warnings().add("requested expiration of " + asked + " seconds shortened to " + seconds + " seconds");
        }
        ObjectTree account = find(ServiceAccount.RESOURCE, namespace, name);
        List<String> meantFor = request.object("spec").list("audiences").texts();
        ObjectTree spec = request.object("spec")
                .with("audiences", ListTree.ofTexts(meantFor.isEmpty() ? accounts.audiences() : meantFor))
                .with("expirationSeconds", seconds);
        ObjectTree claims = claims(account, spec, bound(spec.object("boundObjectRef"), namespace, name), now);
        ObjectTree status = ObjectTree.builder()
                .put("token", key.sign(claims))
                .put("expirationTimestamp", Timestamps.seconds(now.plusSeconds(seconds)))
                .build();
        ObjectTree answer = request.with("spec", spec).with("status", status);
        answer = ObjectMeta.withNamespace(ObjectMeta.withName(answer, name), namespace);
        return HttpResponse.json(
                201,
                answer.with(
                        "metadata",
                        ObjectMeta.of(answer)
                                .with("uid", ObjectMeta.uid(account))
                                .with("creationTimestamp", Timestamps.seconds(now))));
    }

    private ObjectTree admitted(Submission submission, String namespace, String name) {
        AdmissionRequest request = new AdmissionRequest(
                AdmissionRequest.Operation.CREATE,
                ApiResources.builtIn().find(ServiceAccount.RESOURCE).orElseThrow(),
                "token",
                namespace,
                name,
                submission.object(),
                Optional.empty(),
                submission.operation().identity(),
                submission.operation().dryRun(),
                submission.operation().warnings());
        ObjectTree object = admission.mutate(request);
        admission.review(request.with(object));
        return object;
    }

    private static ObjectTree defaults(ObjectTree request) {
        return request.object("spec").get("expirationSeconds").isNull()
                ? request.withAt(Tree.of(USUAL_SECONDS), "spec", "expirationSeconds")
                : request;
    }

    private static void check(long seconds) {
        Problems problems = new Problems();
        FieldPath at = FieldPath.of("spec").child("expirationSeconds");
        if (seconds < LEAST_SECONDS) {
            problems.invalid(at, seconds, "may not specify a duration less than 10 minutes");
        }
        if (seconds > MOST_SECONDS) {
            problems.invalid(at, seconds, "may not specify a duration larger than 2^32 seconds");
        }
        if (!problems.isEmpty()) {
            throw ApiError.invalid(new GroupKind(TokenRequest.KIND.group(), TokenRequest.KIND.kind()), "", problems.list());
        }
    }

    private ObjectTree find(GroupVersionResource resource, String namespace, String name) {
        return reads.getLatest(resource, namespace, name)
                .orElseThrow(() ->
                        ApiError.notFound(new GroupResource(resource.group(), resource.resource()), name));
    }

    /// What the token says of the objects that it is bound to, beside its account.
    private ObjectTree bound(ObjectTree ref, String namespace, String account) {
        if (ref.isEmpty()) {
            return ObjectTree.EMPTY;
        }
        GroupVersion version = GroupVersion.parse(ref.text("apiVersion"));
        String kind = version.group().isEmpty() ? ref.text("kind") : "";
        String name = ref.text("name");
        ObjectTree found =
                switch (kind) {
                    case "Pod" -> find(Pod.RESOURCE, namespace, name);
                    case "Secret" -> find(Secret.RESOURCE, namespace, name);
                    case "Node" -> find(Node.RESOURCE, "", name);
                    default ->
                        throw ApiError.badRequest("cannot bind token to object of type "
                                + version.group() + "/" + version.version() + ", Kind=" + ref.text("kind"));
                };
        if (kind.equals("Pod") && !Pod.of(found).spec().serviceAccountName().equals(account)) {
            throw ApiError.badRequest("cannot bind token for serviceaccount \"" + account
                    + "\" to pod running with different serviceaccount name.");
        }
        String uid = ref.text("uid");
        if (!uid.isEmpty() && !uid.equals(ObjectMeta.uid(found))) {
            throw ApiError.conflict(
                    new GroupResource(version.group(), kind),
                    name,
                    "the UID in the bound object reference (" + uid + ") does not match the UID in record. The object"
                            + " might have been deleted and then recreated");
        }
        ObjectTree claim = ObjectTree.of(kind.toLowerCase(java.util.Locale.ROOT), reference(found));
        String node = kind.equals("Pod") ? Pod.of(found).spec().nodeName() : "";
        return node.isEmpty()
                ? claim
                : claim.with(
                        "node",
                        reads.get(Node.RESOURCE, "", node)
                                .map(TokenRequests::reference)
                                .orElseGet(() -> ObjectTree.EMPTY.with("name", node)));
    }

    private static ObjectTree reference(ObjectTree object) {
        return ObjectTree.builder()
                .put("name", ObjectMeta.name(object))
                .put("uid", ObjectMeta.uid(object))
                .build();
    }

    private ObjectTree claims(ObjectTree account, ObjectTree spec, ObjectTree bound, Instant now) {
        long issued = now.getEpochSecond();
        long seconds = spec.number("expirationSeconds");
        boolean extended = accounts.extended()
                && bound.has("pod")
                && seconds == WARN_ONLY_SECONDS
                && spec.list("audiences").texts().equals(accounts.audiences());
        ObjectTree about = bound.with("namespace", ObjectMeta.namespace(account)).with("serviceaccount", reference(account));
        if (extended) {
            about = about.with("warnafter", issued + seconds);
        }
        return ObjectTree.builder()
                .put("aud", spec.get("audiences"))
                .put("exp", issued + (extended ? EXTENDED_SECONDS : seconds))
                .put("iat", issued)
                .put("iss", accounts.issuer())
                .put("jti", RandomUid.of(random))
                .put("kubernetes.io", about)
                .put("nbf", issued)
                .put("sub", "system:serviceaccount:" + ObjectMeta.namespace(account) + ":" + ObjectMeta.name(account))
                .build();
    }
}
