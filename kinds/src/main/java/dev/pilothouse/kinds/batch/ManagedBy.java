package dev.pilothouse.kinds.batch;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Place;

/// The controller that a job is left to: a domain and a path below it.
final class ManagedBy {
    private static final int LIMIT = 63;

    private ManagedBy() {}

    static void check(Place manager) {
        String name = manager.text();
        int slash = name.indexOf('/');
        if (name.isEmpty()) {
            manager.required("");
        } else if (slash <= 0 || slash == name.length() - 1) {
            manager.invalid("must be a domain-prefixed path (such as \"acme.io/foo\")");
        } else {
            String domain = name.substring(0, slash);
            manager.invalidEach(domain, NameRules.dns1123Subdomain(domain));
        }
        if (name.length() > LIMIT) {
            manager.tooLong(LIMIT);
        }
    }
}
