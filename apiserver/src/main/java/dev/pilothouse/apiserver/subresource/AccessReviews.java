package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.authorization.Attributes;
import dev.pilothouse.apiserver.authorization.Authorization;
import dev.pilothouse.apiserver.authorization.Authorizer;
import dev.pilothouse.apiserver.authorization.Permitted;
import dev.pilothouse.apiserver.authorization.Rbac;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.registry.ManagedOwnership;
import dev.pilothouse.apiserver.request.RequestInfo;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The questions of `authorization.k8s.io`: may somebody do something, and what may I do?
public final class AccessReviews implements VirtualResources.VirtualResource {
    private final Authorization authorization;
    private final Rbac rbac;
    private final ManagedOwnership ownership;
    private final InstantSource clock;

    public AccessReviews(
            Authorization authorization, Rbac rbac, ManagedOwnership ownership, InstantSource clock) {
        this.authorization = authorization;
        this.rbac = rbac;
        this.ownership = ownership;
        this.clock = clock;
    }

    @Override
    public HttpResponse answer(Permitted permitted) {
        RequestInfo info = permitted.request().info();
        GroupVersionKind kind = info.groupVersion()
                .kind(switch (info.resource()) {
                    case "selfsubjectaccessreviews" -> "SelfSubjectAccessReview";
                    case "localsubjectaccessreviews" -> "LocalSubjectAccessReview";
                    case "subjectaccessreviews" -> "SubjectAccessReview";
                    default -> "SelfSubjectRulesReview";
                });
        ObjectTree review = Submission.read(
                        permitted, kind, false, UnaryOperator.identity(), ownership, clock.instant())
                .object();
        ObjectTree spec = review.object("spec");
        if (kind.kind().equals("SelfSubjectRulesReview")) {
            // What was asked isn't repeated, and so belongs to nobody.
            review = ObjectMeta.without(review, "managedFields").with("spec", ObjectTree.EMPTY);
            return HttpResponse.json(201, review.with("status", rules(permitted.identity(), spec.text("namespace"))));
        }
        return HttpResponse.json(
                201, review.with("status", access(permitted.identity(), kind, info.namespace(), spec)));
    }

    private ObjectTree access(Identity asking, GroupVersionKind kind, String namespace, ObjectTree spec) {
        boolean self = kind.kind().equals("SelfSubjectAccessReview");
        check(kind, namespace, spec, self);
        Identity subject = self ? asking : subject(spec);
        ObjectTree resource = spec.object("resourceAttributes");
        ObjectTree path = spec.object("nonResourceAttributes");
        Attributes attributes = spec.has("resourceAttributes")
                ? new Attributes(
                        subject,
                        true,
                        resource.text("verb"),
                        resource.text("group"),
                        resource.text("version"),
                        resource.text("resource"),
                        resource.text("subresource"),
                        resource.text("namespace"),
                        resource.text("name"),
                        "")
                : new Attributes(
                        subject, false, path.text("verb"), "", "", "", "", "", "", path.text("path"));
        Authorizer.Opinion opinion = authorization.decide(attributes);
        ObjectTree.Builder status = ObjectTree.builder().put("allowed", opinion.isAllowed());
        if (opinion.verdict() == Authorizer.Verdict.DENY) {
            status.put("denied", true);
        }
        if (!opinion.reason().isEmpty()) {
            status.put("reason", opinion.reason());
        }
        List<String> ignored = Stream.of("fieldSelector", "labelSelector")
                .filter(field -> !isReadable(resource.object(field)))
                .map(field -> "spec.resourceAttributes." + field + " ignored due to parse error")
                .toList();
        if (!ignored.isEmpty()) {
            status.put("evaluationError", String.join("; ", ignored));
        }
        return status.build();
    }

    /// Whether the requirements of a selector make sense; no rule depends on them, so that others only get a remark.
    private static boolean isReadable(ObjectTree selector) {
        return selector.list("requirements").objects().stream()
                .allMatch(requirement -> switch (requirement.text("operator")) {
                    case "In", "NotIn" -> !requirement.list("values").isEmpty();
                    case "Exists", "DoesNotExist" -> requirement.list("values").isEmpty();
                    default -> false;
                });
    }

    private static void check(GroupVersionKind kind, String namespace, ObjectTree spec, boolean self) {
        Problems problems = new Problems();
        FieldPath at = FieldPath.of("spec");
        boolean resource = spec.has("resourceAttributes");
        boolean path = spec.has("nonResourceAttributes");
        if (resource && path) {
            problems.invalid(
                    at.child("nonResourceAttributes"),
                    path(spec),
                    "cannot be specified in combination with resourceAttributes");
        }
        if (!resource && !path) {
            problems.invalid(
                    at.child("resourceAttributes"),
                    spec.get("nonResourceAttributes"),
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
        if (!self && spec.text("user").isEmpty() && spec.list("groups").isEmpty()) {
            problems.invalid(at.child("user"), spec.text("user"), "at least one of user or group must be specified");
        }
        if (kind.kind().equals("LocalSubjectAccessReview")) {
            String of = spec.object("resourceAttributes").text("namespace");
            if (resource && !of.equals(namespace)) {
                problems.invalid(
                        at.child("resourceAttributes").child("namespace"), of, "must match metadata.namespace");
            }
            if (path) {
                problems.invalid(at.child("nonResourceAttributes"), path(spec), "disallowed on this kind of request");
            }
        }
        if (!problems.isEmpty()) {
            // Upstream leaves the kind out here.
            throw ApiError.invalid(new GroupKind(kind.group(), ""), "", problems.list());
        }
    }

    /// The path and its verb under the names of upstream's internal type, which its messages show.
    private static Tree path(ObjectTree spec) {
        ObjectTree path = spec.object("nonResourceAttributes");
        return ObjectTree.builder()
                .put("Path", path.text("path"))
                .put("Verb", path.text("verb"))
                .build();
    }

    private static Identity subject(ObjectTree spec) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        for (ObjectTree.Field field : spec.object("extra").fields()) {
            extra.put(field.name(), field.value().asList().texts());
        }
        return new Identity(spec.text("user"), spec.text("uid"), spec.list("groups").texts(), extra);
    }

    private ObjectTree rules(Identity identity, String namespace) {
        if (namespace.isEmpty()) {
            throw ApiError.badRequest("no namespace on request");
        }
        Set<Tree> resourceRules = new LinkedHashSet<>();
        Set<Tree> pathRules = new LinkedHashSet<>();
        List<ObjectTree> rules = new ArrayList<>();
        if (identity.isIn(Identity.SYSTEM_MASTERS)) {
            ListTree all = ListTree.of(Tree.of("*"));
            rules.add(ObjectTree.builder()
                    .put("verbs", all)
                    .put("apiGroups", all)
                    .put("resources", all)
                    .build());
            rules.add(ObjectTree.builder().put("verbs", all).put("nonResourceURLs", all).build());
        }
        rules.addAll(rbac.rules(identity, namespace));
        for (ObjectTree rule : rules) {
            if (!rule.list("resources").isEmpty()) {
                resourceRules.add(rule.without("nonResourceURLs"));
            }
            if (!rule.list("nonResourceURLs").isEmpty()) {
                pathRules.add(ObjectTree.builder()
                        .put("verbs", rule.get("verbs"))
                        .put("nonResourceURLs", rule.get("nonResourceURLs"))
                        .build());
            }
        }
        return ObjectTree.builder()
                .put("resourceRules", ListTree.of(List.copyOf(resourceRules)))
                .put("nonResourceRules", ListTree.of(List.copyOf(pathRules)))
                .put("incomplete", false)
                .build();
    }
}
