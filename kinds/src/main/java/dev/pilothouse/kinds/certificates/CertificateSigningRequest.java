package dev.pilothouse.kinds.certificates;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Subresource;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.rules.Place;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Durations;
import dev.pilothouse.kinds.table.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A wish for a certificate, and whether it is granted. Source: API reference "CertificateSigningRequest v1 certificates.k8s.io".
public final class CertificateSigningRequest implements Kind {
    private static final Traits TRAITS = Traits.of("certificates.k8s.io", "CertificateSigningRequest").named(NameRules::pathSegment);
    private static final Table TABLE = Columns.of(
            "certificates.k8s.io", "CertificateSigningRequest",
            Cells.textOr(Cells.NONE, "spec", "signerName"),
            Cells.text("spec", "username"),
            Cells.of(CertificateSigningRequest::duration),
            Cells.of(CertificateSigningRequest::condition));

    @Override
    public Traits traits() {
        return TRAITS;
    }

    /// Who asks is what the server saw, not what the client says.
    @Override
    public ObjectTree prepareCreate(ObjectTree object, Write write) {
        ObjectTree spec = object.object("spec")
                .without("username")
                .without("uid")
                .without("groups")
                .without("extra");
        if (!write.author().name().isEmpty()) {
            spec = spec.with("username", write.author().name());
        }
        if (!write.author().uid().isEmpty()) {
            spec = spec.with("uid", write.author().uid());
        }
        if (!write.author().groups().isEmpty()) {
            spec = spec.with("groups", ListTree.ofTexts(write.author().groups()));
        }
        ObjectTree extra = ObjectTree.EMPTY;
        for (Map.Entry<String, List<String>> entry : write.author().extra().entrySet()) {
            extra = extra.with(entry.getKey(), ListTree.ofTexts(entry.getValue()));
        }
        return object.with("spec", extra.isEmpty() ? spec : spec.with("extra", extra));
    }

    /// Nothing that was asked for can be changed afterwards.
    @Override
    public ObjectTree prepareUpdate(ObjectTree object, ObjectTree old, Write write) {
        return object.with("spec", old.get("spec"));
    }

    @Override
    public void validate(Place object) {
        SigningRequestRules.check(object);
    }

    @Override
    public void validateUpdate(Place object, ObjectTree old) {
        SigningRequestRules.check(object);
        SigningRequestRules.checkChange(object, old, false, false);
    }

    @Override
    public Optional<Subresource> subresource(String name) {
        return switch (name) {
            case "approval" -> Optional.of(APPROVAL);
            case "status" -> Optional.of(STATUS);
            default -> Optional.empty();
        };
    }

    /// Approving or denying changes the conditions and nothing else.
    private static final Subresource APPROVAL = new Subresource() {
        @Override
        public ObjectTree prepare(ObjectTree object, ObjectTree old, Write write) {
            ObjectTree status = withConditions(old.object("status"), Decisions.dated(object, old, write));
            return withStatus(object.with("spec", old.get("spec")), status);
        }

        @Override
        public void validate(Place object, ObjectTree old) {
            SigningRequestRules.check(object);
            SigningRequestRules.checkChange(object, old, true, false);
        }
    };

    /// Issuing changes all but what was decided.
    private static final Subresource STATUS = new Subresource() {
        @Override
        public ObjectTree prepare(ObjectTree object, ObjectTree old, Write write) {
            ListTree conditions = Decisions.of(object);
            for (String decision : List.of("Approved", "Denied")) {
                conditions = Decisions.keeping(conditions, old, decision);
            }
            ObjectTree status = withConditions(object.object("status"), conditions);
            ObjectTree next = withStatus(object.with("spec", old.get("spec")), status);
            return withStatus(next, withConditions(status, Decisions.dated(next, old, write)));
        }

        @Override
        public void validate(Place object, ObjectTree old) {
            SigningRequestRules.check(object);
            SigningRequestRules.checkChange(object, old, false, true);
        }
    };

    private static ObjectTree withConditions(ObjectTree status, ListTree conditions) {
        return conditions.isEmpty() ? status.without("conditions") : status.with("conditions", conditions);
    }

    private static ObjectTree withStatus(ObjectTree request, ObjectTree status) {
        return request.with("status", status);
    }

    @Override
    public List<List<String>> resetFields() {
        return List.of(List.of("spec"));
    }

    private static String duration(ObjectTree request) {
        Tree seconds = request.object("spec").get("expirationSeconds");
        return seconds.isNull() ? Cells.NONE : Durations.human(Duration.ofSeconds(seconds.asLong()));
    }

    private static String condition(ObjectTree request) {
        String state = has(request, "Denied") ? "Denied" : has(request, "Approved") ? "Approved" : "Pending";
        if (has(request, "Failed")) {
            state += ",Failed";
        }
        return request.object("status").text("certificate").isEmpty() ? state : state + ",Issued";
    }

    private static boolean has(ObjectTree request, String type) {
        return request.object("status").list("conditions").objects().stream()
                .anyMatch(condition -> condition.text("type").equals(type));
    }

    @Override
    public boolean isSelectableByNamespace() {
        return false;
    }

    @Override
    public Map<String, Function<ObjectTree, String>> selectableFields() {
        return Map.of("spec.signerName", request -> request.object("spec").text("signerName"));
    }

    @Override
    public Table table() {
        return TABLE;
    }
}
