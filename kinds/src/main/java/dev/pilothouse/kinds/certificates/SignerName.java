package dev.pilothouse.kinds.certificates;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Place;

/// The name of who signs certificates: a path below a domain, such as `example.com/signer`.
final class SignerName {
    private static final int DOMAIN_LIMIT = 253;
    private static final int PATH_LIMIT = 253 + 63 + 1;

    static final Check CHECK = SignerName::check;

    private SignerName() {}

    private static void check(Place name) {
        String text = name.text();
        if (text.isEmpty()) {
            name.required("");
            return;
        }
        String[] segments = text.split("/", -1);
        if (segments.length != 2) {
            name.invalid("must be a fully qualified domain and path of the form 'example.com/signer-name'");
            return;
        }
        if (segments[0].length() > DOMAIN_LIMIT) {
            name.tooLong(DOMAIN_LIMIT);
        }
        labels(name, segments[0], NameRules::dns1123Label);
        if (segments[0].indexOf('.') < 0) {
            name.invalid(segments[0], "should be a domain with at least two segments separated by dots");
        }
        labels(name, segments[1], NameRules::dns1123Subdomain);
        if (text.length() > DOMAIN_LIMIT + PATH_LIMIT + 1) {
            name.tooLong(DOMAIN_LIMIT + PATH_LIMIT + 1);
        }
    }

    private static void labels(Place name, String segment, NameRules.Rule rule) {
        for (String label : segment.split("\\.", -1)) {
            for (String wrong : rule.broken(label)) {
                name.invalid(segment, "validating label \"" + label + "\": " + wrong);
            }
        }
    }
}
