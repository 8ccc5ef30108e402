package dev.pilothouse.kinds;

import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.Problems;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.core.ServiceAddressRules;
import dev.pilothouse.kinds.rules.Ip;
import dev.pilothouse.kinds.rules.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Of which families of addresses a Service is, where it leaves that open: what it says, what its addresses say, what the cluster
/// has. Services never gain or lose a family by a change of the cluster alone.
public final class ServiceFamilies {
    private static final String SINGLE = "SingleStack";
    private static final String PREFER = "PreferDualStack";
    private static final String REQUIRE = "RequireDualStack";
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final Set<String> WITH_ADDRESSES = Set.of("ClusterIP", "NodePort", "LoadBalancer");

    private final ObjectTree before;
    private final List<String> cluster;
    private final List<FieldError> errors = new ArrayList<>();
    private ObjectTree spec;

    private ServiceFamilies(ObjectTree spec, ObjectTree before, List<String> cluster) {
        this.spec = spec;
        this.before = before;
        this.cluster = cluster;
    }

    /// What came of it.
    ///
    /// @param errors why it can't be, if there are any
    public record Decided(ObjectTree spec, List<FieldError> errors) {}

    /// @param spec of a Service that isn't `ExternalName`
    /// @param before its former spec; empty for a new one
    /// @param cluster the families that the cluster has addresses of, the usual one first
    public static Decided of(ObjectTree spec, ObjectTree before, List<String> cluster) {
        ServiceFamilies families = new ServiceFamilies(spec, before, cluster);
        if (!families.staysAsItPrefers()) {
            families.decide();
        }
        return new Decided(families.spec, families.errors);
    }

    private boolean staysAsItPrefers() {
        return !before.isEmpty()
                && WITH_ADDRESSES.contains(spec.text("type"))
                && List.of("type", "ipFamilyPolicy").stream().allMatch(this::isSame)
                && policy().equals(PREFER)
                && isSame("clusterIPs")
                && isSame("ipFamilies");
    }

    private boolean isSame(String field) {
        return spec.get(field).equals(before.get(field));
    }

    private String policy() {
        return spec.text("ipFamilyPolicy");
    }

    private List<String> families() {
        return spec.list("ipFamilies").texts();
    }

    private List<String> addresses() {
        return spec.list("clusterIPs").texts();
    }

    private boolean isFree() {
        return spec.text("clusterIP").equals("None") && spec.object("selector").isEmpty();
    }

    private void set(String field, List<String> texts) {
        spec = spec.with(field, ListTree.ofTexts(texts));
    }

    private void invalid(FieldPath path, Tree value, String why) {
        errors.add(FieldError.invalid(path, value, why));
    }

    private void decide() {
        if (spec.get("ipFamilyPolicy").isNull()) {
            String former = before.text("ipFamilyPolicy");
            // Endpoints that somebody else makes may be of any family, whatever the cluster has.
            spec = spec.with("ipFamilyPolicy", !former.isEmpty() ? former : isFree() ? REQUIRE : SINGLE);
        }
        Problems found = new Problems();
        ServiceAddressRules.check(Place.at(SPEC, spec, found));
        errors.addAll(found.list());
        if (!errors.isEmpty()) {
            return;
        }
        if (!before.isEmpty()) {
            release();
        }
        if (policy().equals(SINGLE)) {
            single(addresses(), "cluster IPs");
            single(families(), "IP families");
        }
        infer();
        if (!errors.isEmpty()) {
            return;
        }
        if (!isFree()) {
            check();
        }
        if (!errors.isEmpty()) {
            return;
        }
        if (families().isEmpty()) {
            set("ipFamilies", List.of(cluster.getFirst()));
        }
        if (!policy().equals(SINGLE) && families().size() == 1 && (isFree() || cluster.size() == 2)) {
            set("ipFamilies", List.of(families().getFirst(), families().getFirst().equals("IPv4") ? "IPv6" : "IPv4"));
        }
    }

    /// Who says `SingleStack` and leaves the rest as it was means the first of each.
    private void release() {
        if (policy().equals(SINGLE)) {
            for (String field : List.of("clusterIPs", "ipFamilies")) {
                if (isSame(field) && spec.list(field).size() > 1) {
                    set(field, List.of(spec.list(field).texts().getFirst()));
                }
            }
            return;
        }
        reduced("clusterIPs", "cluster IP");
        reduced("ipFamilies", "IP family");
    }

    private void reduced(String field, String what) {
        int now = spec.list(field).size();
        if (now > 0 && now < before.list(field).size()) {
            invalid(SPEC.child("ipFamilyPolicy"), Tree.of(policy()), "must be 'SingleStack' to release the secondary " + what);
        }
    }

    private void single(List<String> values, String what) {
        if (values.size() == 2) {
            invalid(
                    SPEC.child("ipFamilyPolicy"),
                    Tree.of(policy()),
                    "must be 'RequireDualStack' or 'PreferDualStack' when multiple " + what + " are specified");
        }
    }

    /// Addresses that somebody chose say of which families they are.
    private void infer() {
        List<String> families = new ArrayList<>(families());
        List<String> addresses = addresses();
        for (int i = families.size(); i < addresses.size() && !addresses.get(i).equals("None"); i++) {
            String family = Ip.parse(addresses.get(i)).filter(Ip::isV6).isPresent() ? "IPv6" : "IPv4";
            if (cluster.contains(family)) {
                families.add(family);
            } else {
                invalid(SPEC.child("clusterIPs").index(i), spec.get("clusterIPs"), family + " is not configured on this cluster");
            }
        }
        if (families.size() > families().size()) {
            set("ipFamilies", families);
        }
    }

    private void check() {
        if (policy().equals(REQUIRE) && cluster.size() < 2) {
            invalid(
                    SPEC.child("ipFamilyPolicy"),
                    Tree.of(policy()),
                    "this cluster is not configured for dual-stack services");
        }
        List<String> families = families();
        for (int i = 0; i < families.size(); i++) {
            if (!cluster.contains(families.get(i))) {
                invalid(SPEC.child("ipFamilies").index(i), Tree.of(families.get(i)), "not configured on this cluster");
            }
        }
    }

    /// The addresses that a Service has.
    public static List<String> addressesOf(ObjectTree service) {
        ObjectTree spec = service.object("spec");
        List<String> all = spec.list("clusterIPs").isEmpty()
                ? List.of(spec.text("clusterIP"))
                : spec.list("clusterIPs").texts();
        return all.stream().filter(address -> !address.isEmpty() && !address.equals("None")).toList();
    }
}
