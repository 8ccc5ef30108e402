package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.regex.Pattern;

/// Rules for iSCSI volumes (RFC 3720 names).
public final class Iscsi {
    private static final int NAME_AND_PORTAL_LIMIT = 64;
    private static final String TOO_LONG =
            "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is"
                    + " specified.";

    private static final Pattern IQN = Pattern.compile("iqn\\.\\d{4}-\\d{2}\\.([\\p{Alnum}\\-.]+)(:[^,;*&$|\\s]+)$");
    private static final Pattern EUI = Pattern.compile("^eui.\\p{Alnum}{16}$");
    private static final Pattern NAA = Pattern.compile("^naa.\\p{Alnum}{32}$");

    private Iscsi() {}

    /// A volume of a pod.
    public static void check(Place source) {
        Checks.REQUIRED.check(source.at("targetPortal"));
        target(source.at("iqn"), "must be valid format starting with iqn, eui, or naa");
        rest(source);
        initiator(source.at("initiatorName").renamed("initiatorname"), "must be valid format starting with iqn, eui, or naa");
    }

    /// A persistent volume.
    public static void checkPersistent(Place source, String volume) {
        Checks.REQUIRED.check(source.at("targetPortal"));
        if (isTooLong(source, volume)) {
            source.at("targetPortal").renamed("targetportal").invalid(TOO_LONG);
        }
        target(source.at("iqn"), "must be valid format");
        rest(source);
        Place secret = source.at("secretRef");
        if (secret.isPresent()) {
            Checks.REQUIRED.check(secret.at("name"));
        }
        initiator(source.at("initiatorName").renamed("initiatorname"), "must be valid format");
    }

    /// Reports at the volume's name that together with the portal it is too long.
    static void checkName(Place volume) {
        if (isTooLong(volume.at("iscsi"), volume.at("name").text())) {
            volume.at("name").invalidText(TOO_LONG);
        }
    }

    private static boolean isTooLong(Place source, String volume) {
        return source.at("initiatorName").isPresent()
                && volume.length() + 1 + source.at("targetPortal").text().length() > NAME_AND_PORTAL_LIMIT;
    }

    private static void rest(Place source) {
        Checks.range(0, 255).check(source.at("lun"));
        boolean authenticated = source.at("chapAuthDiscovery").bool() || source.at("chapAuthSession").bool();
        if (authenticated && source.at("secretRef").isAbsent()) {
            source.at("secretRef").required("");
        }
    }

    private static void target(Place name, String unknown) {
        if (name.isEmpty()) {
            name.required("");
        } else {
            judge(name, unknown);
        }
    }

    private static void initiator(Place name, String unknown) {
        if (name.isPresent()) {
            judge(name, unknown);
        }
    }

    private static void judge(Place name, String unknown) {
        String text = name.text();
        Pattern form = text.startsWith("iqn") ? IQN : text.startsWith("eui") ? EUI : NAA;
        if (!text.startsWith("iqn") && !text.startsWith("eui") && !text.startsWith("naa")) {
            name.invalid(unknown);
        } else if (!form.matcher(text).find()) {
            name.invalid("must be valid format");
        }
    }
}
