package dev.pilothouse.apiserver.authorization;

import dev.pilothouse.apiserver.authentication.Identified;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.request.Resolved;

/// A request that its author may make. Only [Authorization] makes one.
public final class Permitted {
    private final Identified identified;

    Permitted(Identified identified) {
        this.identified = identified;
    }

    public Resolved request() {
        return identified.request();
    }

    public Identity identity() {
        return identified.identity();
    }
}
