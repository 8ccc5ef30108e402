package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Paths;
import dev.pilothouse.kinds.rules.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Rules for the security contexts of pods and containers.
final class SecurityRules {
    private static final int PROFILE_LIMIT = 4095;
    private static final int SYSCTL_LIMIT = 253;
    private static final String SYSCTL =
            "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

    private static final Check ID = Checks.range(0, Integer.MAX_VALUE);
    private static final Check OPTIONAL_ID = Checks.optional(ID);

    private SecurityRules() {}

    static void pod(Place context, PodScope scope) {
        if (context.isEmpty()) {
            return;
        }
        for (String id : List.of("fsGroup", "runAsUser", "runAsGroup")) {
            OPTIONAL_ID.check(context.at(id));
        }
        context.at("supplementalGroups").each(ID::check);
        sysctls(context.at("sysctls"), scope);
        context.at("fsGroupChangePolicy").check(Checks.optional(Checks.oneOf("Always", "OnRootMismatch")));
        seccomp(context.at("seccompProfile"));
        WindowsRules.options(context.at("windowsOptions"));
        appArmor(context.at("appArmorProfile"));
        context.at("supplementalGroupsPolicy").check(Checks.optional(Checks.oneOf("Merge", "Strict")));
        context.at("seLinuxChangePolicy")
                .check(Checks.optional(
                        scope.lenient().labelPolicies()
                                ? Checks.oneOf("MountOption", "Recursive")
                                : Checks.oneOf("Recursive")));
    }

    static void container(Place context, PodScope scope) {
        if (context.isAbsent()) {
            return;
        }
        OPTIONAL_ID.check(context.at("runAsUser"));
        OPTIONAL_ID.check(context.at("runAsGroup"));
        Place procMount = context.at("procMount");
        if (procMount.isPresent()) {
            Checks.oneOf("Default", "Unmasked").check(procMount);
            if (scope.hasHostUsers() && procMount.is("Unmasked")) {
                procMount.invalid("`hostUsers` must be false to use `Unmasked`");
            }
        }
        seccomp(context.at("seccompProfile"));
        Place escalation = context.at("allowPrivilegeEscalation");
        if (escalation.isPresent() && !escalation.bool()) {
            if (context.at("privileged").bool()) {
                context.invalid("cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
            }
            if (context.at("capabilities", "add").list().texts().contains("CAP_SYS_ADMIN")) {
                context.invalid(
                        "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
            }
        }
        WindowsRules.options(context.at("windowsOptions"));
        appArmor(context.at("appArmorProfile"));
    }

    private static void seccomp(Place profile) {
        if (profile.isAbsent()) {
            return;
        }
        Place type = profile.at("type");
        type.check(Checks.required(
                "type is required when seccompProfile is set",
                Checks.oneOf("Localhost", "RuntimeDefault", "Unconfined")));
        Place local = profile.at("localhostProfile");
        if (type.is("Localhost")) {
            if (local.isAbsent()) {
                local.required("must be set when seccomp type is Localhost");
            } else {
                Paths.DESCENDING.check(local);
            }
        } else if (local.isPresent()) {
            local.invalid(profile, "can only be set when seccomp type is Localhost");
        }
    }

    private static void appArmor(Place profile) {
        if (profile.isAbsent()) {
            return;
        }
        Place local = profile.at("localhostProfile");
        switch (profile.at("type").text()) {
            case "Localhost" -> {
                String text = local.text();
                if (local.isPresent() && !text.strip().equals(text)) {
                    local.invalid("must not be padded with whitespace");
                } else if (text.isEmpty()) {
                    local.required("must be set when AppArmor type is Localhost");
                }
                if (text.length() > PROFILE_LIMIT) {
                    local.tooLong(PROFILE_LIMIT);
                }
            }
            case "RuntimeDefault", "Unconfined" -> {
                if (local.isPresent()) {
                    local.invalid("can only be set when AppArmor type is Localhost");
                }
            }
            case "" -> profile.at("type").required("type is required when appArmorProfile is set");
            default -> profile.at("type").notSupported(List.of("Localhost", "RuntimeDefault", "Unconfined"));
        }
    }

    private static void sysctls(Place sysctls, PodScope scope) {
        Set<String> names = new HashSet<>();
        sysctls.each(sysctl -> {
            Place name = sysctl.at("name");
            if (name.isEmpty()) {
                name.required("");
            } else if (!isSysctl(name.text())) {
                name.invalid("must have at most " + SYSCTL_LIMIT + " characters and match regex " + SYSCTL);
            } else if (names.contains(name.text())) {
                name.duplicate();
            }
            String dotted = name.text().replace('/', '.');
            if (scope.spec().at("hostNetwork").bool() && dotted.startsWith("net.")) {
                name.invalid("may not be specified when 'hostNetwork' is true");
            } else if (scope.spec().at("hostIPC").bool() && isInterProcess(dotted)) {
                name.invalid("may not be specified when 'hostIPC' is true");
            }
            names.add(name.text());
        });
    }

    private static boolean isInterProcess(String name) {
        return name.startsWith("kernel.shm")
                || name.startsWith("kernel.msg")
                || name.startsWith("fs.mqueue.")
                || name.equals("kernel.sem");
    }

    private static boolean isSysctl(String name) {
        return name.length() <= SYSCTL_LIMIT && SYSCTL_FORM.matcher(name).matches();
    }

    private static final java.util.regex.Pattern SYSCTL_FORM = java.util.regex.Pattern.compile(SYSCTL);
}
