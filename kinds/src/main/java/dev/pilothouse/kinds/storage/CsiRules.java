package dev.pilothouse.kinds.storage;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.core.pod.VolumeSources;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rules for the drivers of volumes, in the cluster and on a node.
final class CsiRules {
    private static final long SHORTEST_TOKEN_SECONDS = 600;
    private static final long LONGEST_TOKEN_SECONDS = 1L << 32;
    private static final long SHORTEST_PERIOD_SECONDS = 10;
    private static final int NODE_ID_LIMIT = 256;
    private static final List<String> LIFECYCLES = List.of("Persistent", "Ephemeral");
    private static final Check FS_GROUP = Checks.optional(Checks.oneOf("File", "None", "ReadWriteOnceWithFSType"));

    private CsiRules() {}

    static void driver(Place driver) {
        Place spec = driver.at("spec");
        present(spec.at("attachRequired").renamed("attachedRequired"));
        for (String field : List.of("podInfoOnMount", "storageCapacity", "seLinuxMount")) {
            present(spec.at(field));
        }
        FS_GROUP.check(spec.at("fsGroupPolicy"));
        Set<String> audiences = new HashSet<>();
        spec.at("tokenRequests").each(request -> token(request, audiences));
        Place modes = spec.at("volumeLifecycleModes");
        for (String mode : modes.list().texts()) {
            if (!LIFECYCLES.contains(mode)) {
                modes.problems().notSupported(modes.path(), mode, LIFECYCLES);
            }
        }
        Place period = spec.at("nodeAllocatableUpdatePeriodSeconds");
        if (period.isPresent() && period.number() < SHORTEST_PERIOD_SECONDS) {
            period.invalid("must be greater than or equal to " + SHORTEST_PERIOD_SECONDS + " seconds");
        }
    }

    private static void present(Place field) {
        if (field.isAbsent()) {
            field.required("");
        }
    }

    private static void token(Place request, Set<String> audiences) {
        Place audience = request.at("audience");
        if (!audiences.add(audience.text())) {
            audience.duplicate();
        }
        Place seconds = request.at("expirationSeconds");
        if (seconds.isPresent() && seconds.number() < SHORTEST_TOKEN_SECONDS) {
            seconds.invalid("may not specify a duration less than 10 minutes");
        }
        if (seconds.number() > LONGEST_TOKEN_SECONDS) {
            seconds.invalid("may not specify a duration larger than 2^32 seconds");
        }
    }

    static void driverUpdate(Place driver, ObjectTree old) {
        driver(driver);
        Place spec = driver.at("spec");
        ObjectTree before = old.object("spec");
        Immutable.check(spec.at("attachRequired").renamed("attachedRequired"), before.get("attachRequired"));
        Immutable.check(spec, before, "volumeLifecycleModes");
    }

    static void node(Place node) {
        Set<String> names = new HashSet<>();
        node.at("spec", "drivers").each(driver -> {
            Place name = driver.at("name");
            name.check(Checks.required("", VolumeSources.CSI_DRIVER));
            if (!names.add(name.text())) {
                name.duplicate();
            }
            Place id = driver.at("nodeID");
            id.check(Checks.REQUIRED);
            if (id.text().length() > NODE_ID_LIMIT) {
                id.invalid("must be " + NODE_ID_LIMIT + " characters or less");
            }
            driver.at("allocatable", "count").check(Checks.optional(Checks.NON_NEGATIVE));
            topology(driver);
        });
    }

    /// Keys are reported at the driver that has them.
    private static void topology(Place driver) {
        Set<String> keys = new HashSet<>();
        driver.at("topologyKeys").each(key -> {
            Place shown = driver.with(key.value());
            if (!keys.add(key.text())) {
                shown.duplicate();
            }
            shown.check(Checks.REQUIRED);
            Checks.QUALIFIED_NAME.check(shown);
        });
    }

    /// A driver on a node comes and goes, but doesn't change.
    static void nodeUpdate(Place node, ObjectTree old) {
        node(node);
        Map<String, ObjectTree> before = new HashMap<>();
        old.object("spec").list("drivers").objects().forEach(driver -> before.put(driver.text("name"), driver));
        Place drivers = node.at("spec", "drivers");
        drivers.each(driver -> {
            ObjectTree known = before.get(driver.at("name").text());
            if (known != null && !known.without("allocatable").equals(driver.object().without("allocatable"))) {
                drivers.invalid(driver.with(driver.object().without("allocatable")), Immutable.MESSAGE);
            }
        });
    }
}
