package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.meta.NameRules;

/// A path below a domain, such as `example.com/controller`.
public final class DomainPath {
    private static final String SHAPE = "must be a domain-prefixed path (such as \"acme.io/foo\")";

    public static final Check CHECK = place -> {
        String text = place.text();
        if (text.isEmpty()) {
            place.required("");
            return;
        }
        int slash = text.indexOf('/');
        if (slash <= 0 || slash == text.length() - 1) {
            place.invalid(SHAPE);
            return;
        }
        String domain = text.substring(0, slash);
        place.invalidEach(domain, NameRules.dns1123Subdomain(domain));
        String path = text.substring(slash + 1);
        for (int i = 0; i < path.length(); i++) {
            if (!isPathCharacter(path.charAt(i))) {
                place.invalid(
                        path,
                        NameRules.expression("Invalid path", "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+"));
                return;
            }
        }
    };

    private DomainPath() {}

    private static boolean isPathCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "/-._~%!$&'()*+,;=:".indexOf(c) >= 0;
    }
}
