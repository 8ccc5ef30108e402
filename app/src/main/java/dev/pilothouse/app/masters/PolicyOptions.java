package dev.pilothouse.app.masters;

import dev.pilothouse.apiserver.Policy;
import dev.pilothouse.apiserver.AuthorizationMode;
import dev.pilothouse.app.flags.FlagError;
import dev.pilothouse.app.flags.FlagTable;
import dev.pilothouse.app.flags.FlagValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the flags of the API server let happen: who is asked, and which admission plugins take part.
final class PolicyOptions {
    /// Upstream's modes that ask somebody outside.
    private static final Set<String> ELSEWHERE = Set.of("ABAC", "Webhook");

    private PolicyOptions() {}

    static Policy of(FlagValues flags) {
        return new Policy(
                modes(flags.isGiven("authorization-mode") ? flags.texts("authorization-mode") : List.of("AlwaysAllow")),
                plugins(flags)::contains,
                asked(flags),
                new Policy.Tolerations(
                        flags.number("default-not-ready-toleration-seconds"),
                        flags.number("default-unreachable-toleration-seconds")),
                flags.is("allow-privileged"));
    }

    private static List<AuthorizationMode> modes(List<String> words) {
        if (words.isEmpty()) {
            throw new FlagError("at least one authorization-mode must be passed");
        }
        List<AuthorizationMode> modes = new ArrayList<>();
        for (String word : words) {
            if (ELSEWHERE.contains(word)) {
                throw new FlagError("authorization-mode \"" + word + "\" isn't possible here: Node, RBAC, AlwaysAllow and"
                        + " AlwaysDeny are");
            }
            AuthorizationMode mode = AuthorizationMode.of(word)
                    .orElseThrow(() -> new FlagError("authorization-mode \"" + word + "\" is not a valid mode"));
            if (modes.contains(mode)) {
                throw new FlagError("authorization-mode \"" + word + "\" has mode specified more than once");
            }
            modes.add(mode);
        }
        return modes;
    }

    private static Set<String> plugins(FlagValues flags) {
        Map<String, Boolean> known = new LinkedHashMap<>();
        FlagTable.rows("admission-plugins.tsv").forEach(row -> known.put(row[0], row[1].equals("true")));
        List<String> on = known("enable-admission-plugins", flags, known.keySet());
        List<String> off = known("disable-admission-plugins", flags, known.keySet());
        List<String> both = on.stream().filter(off::contains).toList();
        if (!both.isEmpty()) {
            throw new FlagError("[" + String.join(" ", both)
                    + "] in enable-admission-plugins and disable-admission-plugins overlapped");
        }
        Set<String> plugins = new HashSet<>(on);
        known.forEach((name, usual) -> {
            if (usual && !off.contains(name)) {
                plugins.add(name);
            }
        });
        return plugins;
    }

    /// `AlwaysAdmit` does nothing upstream either.
    private static Set<String> asked(FlagValues flags) {
        Set<String> asked = new HashSet<>(flags.texts("enable-admission-plugins"));
        asked.removeAll(Set.of("", "AlwaysAdmit"));
        return asked;
    }

    private static List<String> known(String flag, FlagValues flags, Set<String> known) {
        List<String> names = flags.texts(flag).stream().filter(name -> !name.isEmpty()).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new FlagError(flag + " plugin \"" + name + "\" is unknown");
            }
        }
        return names;
    }
}
