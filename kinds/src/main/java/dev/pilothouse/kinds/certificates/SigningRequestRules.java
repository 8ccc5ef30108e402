package dev.pilothouse.kinds.certificates;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rules for signing requests. What an older release let in may stay as it is.
final class SigningRequestRules {
    private static final int SHORTEST_SECONDS = 600;
    private static final String LEGACY_SIGNER = "kubernetes.io/legacy-unknown";
    private static final List<String> DECISIONS = List.of("Approved", "Denied");
    private static final List<String> LASTING = List.of("Approved", "Denied", "Failed");

    private static final Check USAGE = Checks.oneOf(
            "any",
            "cert sign",
            "client auth",
            "code signing",
            "content commitment",
            "crl sign",
            "data encipherment",
            "decipher only",
            "digital signature",
            "email protection",
            "encipher only",
            "ipsec end system",
            "ipsec tunnel",
            "ipsec user",
            "key agreement",
            "key encipherment",
            "microsoft sgc",
            "netscape sgc",
            "ocsp signing",
            "s/mime",
            "server auth",
            "signing",
            "timestamping");
    private static final Check ONLY_TRUE = Checks.requiredOneOf("True");
    private static final Check ANY_STATUS = Checks.requiredOneOf("False", "True", "Unknown");

    private SigningRequestRules() {}

    static void check(Place request) {
        Place spec = request.at("spec");
        SigningRequestText.problem(spec.at("request").text()).ifPresent(spec.at("request")::invalid);
        if (spec.at("usages").list().isEmpty()) {
            spec.at("usages").required("");
        }
        usages(spec.at("usages"));
        if (spec.at("signerName").is(LEGACY_SIGNER)) {
            spec.at("signerName").invalid("the legacy signerName is not allowed via this API version");
        } else {
            spec.at("signerName").check(SignerName.CHECK);
        }
        if (spec.at("expirationSeconds").isPresent() && spec.at("expirationSeconds").number() < SHORTEST_SECONDS) {
            spec.at("expirationSeconds").invalid("may not specify a duration less than 600 seconds (10 minutes)");
        }
        state(request.at("status"));
    }

    private static void usages(Place usages) {
        Set<String> seen = new HashSet<>();
        usages.each(usage -> {
            usage.check(USAGE);
            if (!seen.add(usage.text())) {
                usage.duplicate();
            }
        });
    }

    private static void state(Place status) {
        Set<String> seen = new HashSet<>();
        status.at("conditions").each(condition -> {
            Place type = condition.at("type");
            if (type.isEmpty()) {
                type.required("");
            } else if (seen.contains(type.text())) {
                type.duplicate();
            } else if (DECISIONS.contains(type.text()) && DECISIONS.stream().anyMatch(seen::contains)) {
                type.invalid("Approved and Denied conditions are mutually exclusive");
            }
            seen.add(type.text());
            condition.at("status").check(LASTING.contains(type.text()) ? ONLY_TRUE : ANY_STATUS);
        });
        Optional<String> wrong = CertificateText.problem(status.at("certificate").text());
        wrong.ifPresent(why -> status.at("certificate").invalid("<certificate data>", why));
    }

    /// What each way of writing may change of the state.
    ///
    /// @param decides whether the request can be approved or denied this way
    /// @param issues whether a certificate can be set this way
    static void checkChange(Place request, ObjectTree old, boolean decides, boolean issues) {
        Place conditions = request.at("status", "conditions");
        for (String type : LASTING) {
            if (of(type, request.object()).size() < of(type, old).size()) {
                conditions.forbidden("updates may not remove a condition of type \"" + type + "\"");
            }
        }
        for (String type : decides ? List.<String>of() : DECISIONS) {
            List<ObjectTree> now = of(type, request.object());
            List<ObjectTree> before = of(type, old);
            if (now.size() > before.size()) {
                conditions.forbidden("updates may not add a condition of type \"" + type + "\"");
            } else if (now.size() == before.size() && !now.equals(before)) {
                conditions.forbidden("updates may not modify a condition of type \"" + type + "\"");
            }
        }
        Place certificate = request.at("status", "certificate");
        String had = old.object("status").text("certificate");
        if (certificate.is(had)) {
            return;
        }
        if (!issues) {
            certificate.forbidden("updates may not set certificate content");
        } else if (!had.isEmpty()) {
            certificate.forbidden("updates may not modify existing certificate content");
        }
    }

    private static List<ObjectTree> of(String type, ObjectTree request) {
        return request.object("status").list("conditions").objects().stream()
                .filter(condition -> condition.text("type").equals(type))
                .toList();
    }
}
