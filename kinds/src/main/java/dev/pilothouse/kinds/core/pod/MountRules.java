package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Paths;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Rules for how a container uses the pod's volumes: as directories, or raw as devices.
final class MountRules {
    private static final Check PROPAGATION = Checks.oneOf("Bidirectional", "HostToContainer", "None");

    private final Place container;
    private final PodScope scope;
    private final Map<String, String> mounts;
    private final Map<String, String> devices;

    private MountRules(Place container, PodScope scope) {
        this.container = container;
        this.scope = scope;
        this.mounts = paths("volumeMounts", "mountPath");
        this.devices = paths("volumeDevices", "devicePath");
    }

    static void check(Place container, PodScope scope) {
        if (container.at("volumeMounts").isEmpty()
                && container.at("volumeDevices").isEmpty()) {
            return;
        }
        MountRules rules = new MountRules(container, scope);
        rules.mounts(container.at("volumeMounts"));
        rules.devices(container.at("volumeDevices"));
    }

    private Map<String, String> paths(String list, String path) {
        Map<String, String> paths = new HashMap<>();
        for (ObjectTree item : container.at(list).list().objects()) {
            paths.put(item.text("name"), item.text(path));
        }
        return paths;
    }

    private void mounts(Place list) {
        Set<String> paths = new HashSet<>();
        list.each(mount -> {
            Place name = mount.at("name");
            Place path = mount.at("mountPath");
            Checks.REQUIRED.check(name);
            if (!scope.volumes().containsKey(name.text())) {
                name.notFound();
            }
            Checks.REQUIRED.check(path);
            if (!paths.add(path.text())) {
                path.invalid("must be unique");
            }
            if (devices.containsKey(name.text())) {
                name.invalid("must not already exist in volumeDevices");
            }
            if (devices.containsValue(path.text())) {
                path.invalid("must not already exist as a path in volumeDevices");
            }
            subPaths(list, mount);
            propagation(list, mount);
            readOnly(list, mount);
        });
    }

    /// Some of what is wrong with a mount has always been reported at the list.
    private static Place at(Place list, Place mount, String field) {
        return list.at(field).with(mount.at(field).value());
    }

    private void subPaths(Place list, Place mount) {
        Place path = at(list, mount, "subPath");
        Place expression = at(list, mount, "subPathExpr");
        if (!path.isEmpty()) {
            Paths.DESCENDING.check(path);
        }
        if (!expression.isEmpty()) {
            if (!path.isEmpty()) {
                mount.at("subPathExpr").invalid("subPathExpr and subPath are mutually exclusive");
            }
            Paths.DESCENDING.check(expression);
        }
    }

    private void propagation(Place list, Place mount) {
        Place propagation = at(list, mount, "mountPropagation");
        if (propagation.isAbsent()) {
            return;
        }
        PROPAGATION.check(propagation);
        boolean privileged = container.at("securityContext", "privileged").bool();
        if (propagation.is("Bidirectional") && !privileged) {
            propagation.forbidden("Bidirectional mount propagation is available only to privileged containers");
        }
    }

    private void readOnly(Place list, Place mount) {
        Place recursive = at(list, mount, "recursiveReadOnly");
        switch (recursive.text()) {
            case "Disabled" -> {
                // Says nothing that isn't so anyway.
            }
            case "Enabled", "IfPossible" -> {
                if (!mount.at("readOnly").bool()) {
                    recursive.forbidden("may only be specified when readOnly is true");
                }
                Place propagation = mount.at("mountPropagation");
                if (propagation.isPresent() && !propagation.is("None")) {
                    recursive.forbidden("may only be specified when mountPropagation is None or not specified");
                }
            }
            default -> recursive.check(Checks.optional(Checks.oneOf("Disabled", "IfPossible", "Enabled")));
        }
    }

    private void devices(Place list) {
        Set<String> names = new HashSet<>();
        Set<String> paths = new HashSet<>();
        list.each(device -> {
            Place name = device.at("name");
            Place path = device.at("devicePath");
            Checks.REQUIRED.check(name);
            if (names.contains(name.text())) {
                name.invalid("must be unique");
            }
            ObjectTree volume = scope.volumes().get(name.text());
            if (volume == null) {
                name.notFound();
            } else if (volume.get("persistentVolumeClaim").isNull()
                    && volume.get("ephemeral").isNull()) {
                name.invalid(
                        "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
            }
            Checks.REQUIRED.check(path);
            if (paths.contains(path.text())) {
                path.invalid("must be unique");
            }
            if (Paths.hasBacksteps(path.text())) {
                path.invalid("can not contain backsteps ('..')");
            } else {
                paths.add(path.text());
            }
            if (mounts.containsKey(name.text())) {
                name.invalid("must not already exist in volumeMounts");
            }
            if (mounts.containsValue(path.text())) {
                path.invalid("must not already exist as a path in volumeMounts");
            }
            if (!name.isEmpty()) {
                names.add(name.text());
            }
        });
    }
}
