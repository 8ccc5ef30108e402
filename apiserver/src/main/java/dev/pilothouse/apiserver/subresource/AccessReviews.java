package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.GroupKind;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
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
import dev.pilothouse.apiserver.registry.Bodies;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.request.RequestInfo;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The questions of `authorization.k8s.io`: may somebody do something, and what may I do?
public final class AccessReviews implements VirtualResources.VirtualResource {
    private final Authorization authorization;
    private final Rbac rbac;
    private final InstantSource clock;

    public AccessReviews(Authorization authorization, Rbac rbac, InstantSource clock) {
        this.authorization = authorization;
        this.rbac = rbac;
        this.clock = clock;
    }

    @Override
    public HttpResponse answer(Permitted permitted) {
        RequestInfo info = permitted.request().info();
        if (!info.verb().equals("create") || !info.name().isEmpty()) {
            throw ApiError.methodNotAllowed();
        }
        GroupVersionKind kind = info.groupVersion()
                .kind(switch (info.resource()) {
                    case "selfsubjectaccessreviews" -> "SelfSubjectAccessReview";
                    case "localsubjectaccessreviews" -> "LocalSubjectAccessReview";
                    case "subjectaccessreviews" -> "SubjectAccessReview";
                    default -> "SelfSubjectRulesReview";
                });
        Operation operation = Operation.of(
                permitted.identity(), clock.instant(), false, "", Operation.Strictness.WARN);
        ObjectTree review = Bodies.object(
                permitted.request().raw(), kind, Schemas.builtIn().kind(kind).orElseThrow(), operation);
        ObjectTree spec = review.object("spec");
        ObjectTree status = kind.kind().equals("SelfSubjectRulesReview")
                ? rules(permitted.identity(), spec.text("namespace"))
                : access(permitted.identity(), kind, info.namespace(), spec);
        return HttpResponse.json(201, review.with("status", status));
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
        return status.build();
    }

    private static void check(GroupVersionKind kind, String namespace, ObjectTree spec, boolean self) {
        Problems problems = new Problems();
        FieldPath at = FieldPath.of("spec");
        boolean resource = spec.has("resourceAttributes");
        boolean path = spec.has("nonResourceAttributes");
        if (resource && path) {
            problems.invalid(
                    at.child("nonResourceAttributes"),
                    spec.get("nonResourceAttributes"),
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
        if (kind.kind().equals("LocalSubjectAccessReview")
                && !spec.object("resourceAttributes").text("namespace").equals(namespace)) {
            problems.invalid(
                    at.child("resourceAttributes").child("namespace"),
                    spec.object("resourceAttributes").text("namespace"),
                    "must match metadata.namespace");
        }
        if (!problems.isEmpty()) {
            throw ApiError.invalid(new GroupKind(kind.group(), kind.kind()), "", problems.list());
        }
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
        List<Tree> resourceRules = new ArrayList<>();
        List<Tree> pathRules = new ArrayList<>();
        List<ObjectTree> rules = new ArrayList<>(rbac.rules(identity, namespace));
        if (identity.isIn(Identity.SYSTEM_MASTERS)) {
            ListTree all = ListTree.of(Tree.of("*"));
            rules.add(ObjectTree.builder()
                    .put("verbs", all)
                    .put("apiGroups", all)
                    .put("resources", all)
                    .build());
            rules.add(ObjectTree.builder().put("verbs", all).put("nonResourceURLs", all).build());
        }
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
                .put("resourceRules", ListTree.of(resourceRules))
                .put("nonResourceRules", ListTree.of(pathRules))
                .put("incomplete", false)
                .build();
    }
}
