package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Addresses;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Ip;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for a service's cluster IPs and their families: at most one of each family, and the first stays.
public final class ServiceAddressRules {
    private static final Check FAMILY = Checks.oneOf("IPv4", "IPv6");
    private static final Check POLICY =
            Checks.optional(Checks.oneOf("PreferDualStack", "RequireDualStack", "SingleStack"));

    private ServiceAddressRules() {}

    /// Judges the fields before addresses are handed out, and again afterwards.
    public static void check(Place spec) {
        Place all = spec.at("clusterIPs");
        ListTree addresses = all.list();
        String first = spec.at("clusterIP").text();
        if (first.isEmpty()) {
            if (!addresses.isEmpty()) {
                all.invalid("must be empty when `clusterIP` is not specified");
            }
        } else if (addresses.isEmpty()) {
            all.required("");
        } else if (!addresses.get(0).asText().equals(first)) {
            all.invalid("first value must match `clusterIP`");
        }
        Set<String> seen = new HashSet<>();
        spec.at("ipFamilies").each(family -> {
            FAMILY.check(family);
            if (!seen.add(family.text())) {
                family.duplicate();
            }
        });
        POLICY.check(spec.at("ipFamilyPolicy"));
        if (!areAddresses(all)) {
            return;
        }
        List<String> texts = addresses.texts();
        if (texts.size() > 1 && !isDualStack(texts)) {
            all.invalid("may specify no more than one IP for each IP family");
        }
        if (!ServiceRules.isHeadless(spec.object())) {
            families(all, spec.at("ipFamilies").list().texts());
        }
    }

    private static boolean areAddresses(Place all) {
        boolean[] sound = {true};
        all.each(address -> {
            if (address.index() == 0 && address.is("None")) {
                if (all.list().size() > 1) {
                    sound[0] = false;
                    all.invalid("'None' must be the first and only value");
                }
            } else if (Ip.parse(address.text()).isEmpty()) {
                sound[0] = false;
                Addresses.IP.check(address);
            }
        });
        if (all.list().size() > 2) {
            all.invalid("may only hold up to 2 values");
        }
        return sound[0];
    }

    private static boolean isDualStack(List<String> addresses) {
        long v6 = addresses.stream()
                .filter(address -> Ip.parse(address).map(Ip::isV6).orElse(false))
                .count();
        return v6 > 0 && v6 < addresses.size();
    }

    private static void families(Place all, List<String> families) {
        all.each(address -> {
            if (address.index() >= families.size()) {
                return;
            }
            String family = families.get(address.index());
            boolean v6 = Ip.parse(address.text()).map(Ip::isV6).orElse(false);
            if (family.equals("IPv4") && v6 || family.equals("IPv6") && !v6) {
                address.invalid("expected an " + family + " value as indicated by `ipFamilies[" + address.index()
                        + "]`");
            }
        });
    }

    static void checkUpdate(Place spec, ObjectTree before) {
        if (spec.at("type").is("ExternalName") || before.text("type").equals("ExternalName")) {
            return;
        }
        boolean headless = ServiceRules.isHeadless(spec.object());
        boolean wasHeadless = ServiceRules.isHeadless(before);
        if (!headless || !wasHeadless) {
            changes(spec, before, "clusterIPs", "primary clusterIP can not be unset", "clusterIP");
        }
        if (!headless && !wasHeadless) {
            changes(spec, before, "ipFamilies", "primary ipFamily can not be unset", "ipFamily");
        }
    }

    /// The first value stays; a second one may come, and go where the policy says so.
    private static void changes(Place spec, ObjectTree before, String field, String gone, String what) {
        Place values = spec.at(field);
        List<String> now = values.list().texts();
        List<String> then = before.list(field).texts();
        if (then.size() == now.size()) {
            for (int i = 0; i < then.size(); i++) {
                if (!then.get(i).equals(now.get(i))) {
                    values.item(field.equals("ipFamilies") ? 0 : i, values.value()).invalid("may not change once set");
                }
            }
            return;
        }
        Place first = values.item(0, values.value());
        if (now.isEmpty()) {
            first.invalid(gone);
        }
        if (!then.isEmpty() && !now.isEmpty() && !now.getFirst().equals(then.getFirst())) {
            first.invalid("may not change once set");
        }
        if (now.size() < then.size() && now.size() == 1 && !spec.at("ipFamilyPolicy").is("SingleStack")) {
            spec.at("ipFamilyPolicy")
                    .invalid("must be set to 'SingleStack' when releasing the secondary " + what);
        }
    }
}
