package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.regex.Pattern;

/// Rules for pods on Windows, and what pods of either system can't have of the other.
final class WindowsRules {
    private static final int SPEC_LIMIT_KIB = 64;
    private static final int DOMAIN_LIMIT = 256;
    private static final int USER_LIMIT = 104;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern NET_BIOS = Pattern.compile("^[^\\\\/:*?\"<>|.][^\\\\/:*?\"<>|]{0,14}$");
    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile("^" + LABEL + "(?:\\." + LABEL + ")*$");
    private static final Pattern FORBIDDEN = Pattern.compile("[\"/\\\\:;|=,+*?<>@\\[\\]]");
    private static final Pattern DOTS_AND_SPACES = Pattern.compile("^[. ]+$");

    private static final List<String> NOT_FOR_WINDOWS_PODS =
            List.of("hostUsers", "hostPID", "hostIPC", "shareProcessNamespace");
    private static final List<String> NOT_FOR_WINDOWS = List.of(
            "appArmorProfile",
            "seLinuxOptions",
            "seccompProfile",
            "fsGroup",
            "fsGroupChangePolicy",
            "sysctls",
            "runAsUser",
            "runAsGroup",
            "supplementalGroups",
            "supplementalGroupsPolicy",
            "seLinuxChangePolicy");
    private static final List<String> NOT_FOR_WINDOWS_CONTAINERS = List.of(
            "appArmorProfile",
            "seLinuxOptions",
            "seccompProfile",
            "capabilities",
            "readOnlyRootFilesystem",
            "privileged",
            "allowPrivilegeEscalation",
            "procMount",
            "runAsUser",
            "runAsGroup");

    private WindowsRules() {}

    static void options(Place options) {
        if (options.isAbsent()) {
            return;
        }
        options.at("gmsaCredentialSpecName").check(Checks.optional(Checks.DNS_SUBDOMAIN));
        Place spec = options.at("gmsaCredentialSpec");
        if (spec.isPresent()) {
            if (spec.isEmpty()) {
                spec.invalid("gmsaCredentialSpec cannot be an empty string");
            } else if (spec.text().length() > SPEC_LIMIT_KIB * 1024) {
                spec.invalid("gmsaCredentialSpec size must be under " + SPEC_LIMIT_KIB + " KiB");
            }
        }
        if (options.at("runAsUserName").isPresent()) {
            user(options.at("runAsUserName"));
        }
    }

    private static void user(Place name) {
        String text = name.text();
        String[] parts = text.split("\\\\", -1);
        if (text.isEmpty()) {
            name.invalid("runAsUserName cannot be an empty string");
        } else if (CONTROL.matcher(text).find()) {
            name.invalid("runAsUserName cannot contain control characters");
        } else if (parts.length > 2) {
            name.invalid("runAsUserName cannot contain more than one backslash");
        } else {
            if (parts.length == 2) {
                domain(name, parts[0]);
            }
            account(name, parts[parts.length - 1]);
        }
    }

    private static void domain(Place name, String domain) {
        if (domain.length() >= DOMAIN_LIMIT) {
            name.invalid("runAsUserName's Domain length must be under " + DOMAIN_LIMIT + " characters");
        }
        if (!NET_BIOS.matcher(domain).find() && !DOMAIN.matcher(domain).find()) {
            name.invalid("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
        }
    }

    private static void account(Place name, String user) {
        if (user.isEmpty()) {
            name.invalid("runAsUserName's User cannot be empty");
        } else if (user.length() > USER_LIMIT) {
            name.invalid("runAsUserName's User length must not be longer than " + USER_LIMIT + " characters");
        }
        if (DOTS_AND_SPACES.matcher(user).find()) {
            name.invalid("runAsUserName's User cannot contain only periods or spaces");
        }
        if (FORBIDDEN.matcher(user).find()) {
            name.invalid(
                    "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
        }
    }

    /// Containers that are processes of the host: all or none.
    static void hostProcess(Place spec) {
        Place whole = spec.at("securityContext").at("windowsOptions", "hostProcess");
        int[] counts = new int[2];
        Containers.each(spec, container -> {
            counts[0]++;
            Place own = container.at("securityContext").at("windowsOptions", "hostProcess");
            if (whole.isPresent() && own.isPresent() && whole.bool() != own.bool()) {
                own.invalid("pod hostProcess value must be identical if both are specified, was " + whole.bool());
            }
            if (own.isPresent() ? own.bool() : whole.bool()) {
                counts[1]++;
            }
        });
        if (counts[1] == 0) {
            return;
        }
        if (counts[1] != counts[0]) {
            spec.invalid(
                    "", "If pod contains any hostProcess containers then all containers must be HostProcess containers");
        }
        Place network = spec.at("hostNetwork");
        if (!network.bool()) {
            network.invalid(
                    dev.pilothouse.api.tree.Tree.of(false),
                    "hostNetwork must be true if pod contains any hostProcess containers");
        }
    }

    static void operatingSystem(Place spec) {
        Place os = spec.at("os");
        if (os.isAbsent()) {
            return;
        }
        Place context = spec.at("securityContext");
        switch (os.at("name").text()) {
            case "" -> os.at("name").required("");
            case "linux" -> {
                forbid(context.at("windowsOptions"), "windows options cannot be set for a linux pod");
                Containers.each(
                        spec,
                        container -> forbid(
                                container.at("securityContext", "windowsOptions"),
                                "windows options cannot be set for a linux pod"));
            }
            case "windows" -> windows(spec, context);
            default -> os.problems().notSupported(os.path(), os.at("name").text(), List.of("linux", "windows"));
        }
    }

    private static void windows(Place spec, Place context) {
        String message = "cannot be set for a windows pod";
        for (String field : NOT_FOR_WINDOWS) {
            forbid(context.at(field), message);
        }
        for (String field : NOT_FOR_WINDOWS_PODS) {
            Place place = spec.at(field);
            boolean flag = field.equals("hostPID") || field.equals("hostIPC");
            if (flag ? place.bool() : place.isPresent()) {
                place.forbidden(message);
            }
        }
        Containers.each(spec, container -> {
            for (String field : NOT_FOR_WINDOWS_CONTAINERS) {
                forbid(container.at("securityContext", field), message);
            }
        });
    }

    private static void forbid(Place place, String message) {
        if (place.isPresent()) {
            place.forbidden(message);
        }
    }
}
