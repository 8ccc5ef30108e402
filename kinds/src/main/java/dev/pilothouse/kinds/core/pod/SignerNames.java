package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Names of those who sign certificates: a domain and a path below it.
public final class SignerNames {
    private static final int SEGMENT_LIMIT = 63;
    private static final int DOMAIN_LIMIT = 253;
    private static final int LIMIT = DOMAIN_LIMIT + 1 + 5 * (SEGMENT_LIMIT + 1) - 1;

    private SignerNames() {}

    public static void check(Place signer) {
        String name = signer.text();
        if (name.isEmpty()) {
            signer.required("");
            return;
        }
        int slash = name.indexOf('/');
        if (slash < 0) {
            signer.invalid("must be a fully qualified domain and path of the form 'example.com/signer-name'");
            return;
        }
        String domain = name.substring(0, slash);
        String path = name.substring(slash + 1);
        for (String broken : NameRules.dns1123Subdomain(domain)) {
            signer.invalid(domain, "validating label " + GoText.quote(domain) + ": " + broken);
        }
        if (domain.indexOf('.') < 0) {
            signer.invalid(domain, "should be a domain with at least two segments separated by dots");
        }
        for (String segment : path.split("\\.", -1)) {
            for (String broken : NameRules.dns1123Label(segment)) {
                signer.invalid(path, "validating label " + GoText.quote(segment) + ": " + broken);
            }
        }
        if (name.length() > LIMIT) {
            signer.tooLong(LIMIT);
        }
    }

    /// The name of a trust bundle: that of its signer with colons for slashes, then a name.
    static List<String> trustBundle(String name) {
        int colon = name.lastIndexOf(':');
        return colon < 0
                ? NameRules.dns1123Subdomain(name)
                : NameRules.dns1123Subdomain(name.substring(colon + 1));
    }
}
