package dev.pilothouse.kinds.certificates;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.Kind;
import dev.pilothouse.kinds.Traits;
import dev.pilothouse.kinds.Write;
import dev.pilothouse.kinds.table.Cells;
import dev.pilothouse.kinds.table.Columns;
import dev.pilothouse.kinds.table.Durations;
import dev.pilothouse.kinds.table.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A wish for a certificate, and whether it is granted. Source: API reference "CertificateSigningRequest v1 certificates.k8s.io".
public final class CertificateSigningRequest implements Kind {
    private static final Traits TRAITS = Traits.of("certificates.k8s.io", "CertificateSigningRequest").named(NameRules::pathSegment);
    private static final Table TABLE = Columns.of(
            "certificates.k8s.io", "CertificateSigningRequest",
            Cells.text("spec", "signerName"),
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
