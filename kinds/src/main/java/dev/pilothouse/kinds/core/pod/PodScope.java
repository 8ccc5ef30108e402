package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What the rules of a pod's parts must know of the whole.
///
/// @param name of the pod, empty for a template: names of what will be made for a pod can be judged only then
/// @param pod whether it is a pod and no template
/// @param lenient what was wrong before and may stay so
/// @param volumes the sound volumes by name
/// @param claims the names of the resource claims
record PodScope(
        Place spec,
        String name,
        boolean pod,
        Leniency lenient,
        Map<String, ObjectTree> volumes,
        Set<String> claims) {

    static PodScope of(Place spec, String name, boolean pod, Leniency lenient) {
        Set<String> claims = new HashSet<>();
        for (ObjectTree claim : spec.object().list("resourceClaims").objects()) {
            claims.add(claim.text("name"));
        }
        claims.remove("");
        return new PodScope(spec, name, pod, lenient, new HashMap<>(), claims);
    }

    boolean hasHostUsers() {
        return spec.at("hostUsers").isAbsent() || spec.at("hostUsers").bool();
    }

    boolean isNeverRestarted() {
        return spec.at("restartPolicy").is("Never");
    }

    /// How long an end may take; a negative time counts as the shortest.
    long graceSeconds() {
        long seconds = spec.at("terminationGracePeriodSeconds").number();
        return seconds < 0 ? 1 : seconds;
    }
}
