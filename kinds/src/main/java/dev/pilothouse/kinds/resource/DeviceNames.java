package dev.pilothouse.kinds.resource;

import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.Locale;
import java.util.regex.Pattern;

/// How drivers, pools, devices and what is known of them may be called. Source: API reference "resource.k8s.io/v1".
final class DeviceNames {
    private static final int DRIVER_LIMIT_BYTES = 63;
    private static final int POOL_LIMIT_BYTES = 253;
    private static final int IDENTIFIER_LIMIT_BYTES = 32;

    /// A driver's domain, a slash and an identifier.
    static final int QUALIFIED_LIMIT = DRIVER_LIMIT_BYTES + 1 + IDENTIFIER_LIMIT_BYTES;

    private static final Pattern UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    static final Check DRIVER = Checks.required("", place -> {
        if (place.text().length() > DRIVER_LIMIT_BYTES) {
            place.tooLong(DRIVER_LIMIT_BYTES);
        }
        place.invalidEach(NameRules.dns1123Subdomain(place.text().toLowerCase(Locale.ROOT)));
    });

    static final Check POOL = Checks.required("", place -> {
        if (place.text().length() > POOL_LIMIT_BYTES) {
            place.tooLong(POOL_LIMIT_BYTES);
        }
        for (String part : place.text().split("/", -1)) {
            place.invalidEach(part, NameRules.dns1123Subdomain(part));
        }
    });

    static final Check DEVICE_CLASS = Checks.required("", Checks.DNS_SUBDOMAIN);

    /// An identifier, or one in a driver's domain.
    static final Check QUALIFIED = place -> {
        String[] parts = place.text().split("/", -1);
        switch (parts.length) {
            case 1 -> identifier(place, parts[0]);
            case 2 -> {
                if (parts[0].isEmpty()) {
                    place.invalid("", "the domain must not be empty");
                } else {
                    DRIVER.check(place.with(Tree.of(parts[0])));
                }
                if (parts[1].isEmpty()) {
                    place.invalid("", "the name must not be empty");
                } else {
                    identifier(place, parts[1]);
                }
            }
            default -> place.invalid("must not contain more than one slash");
        }
    };

    static final Check FULLY_QUALIFIED = QUALIFIED.and(place -> {
        if (!place.text().contains("/")) {
            place.invalid("a fully qualified name must be a domain and a name separated by a slash");
        }
    });

    static final Check SHARE = place -> {
        if (!UUID.matcher(place.text().toLowerCase(Locale.ROOT)).matches()) {
            place.invalid("error validating uid: invalid UUID "
                    + (place.text().length() == 36 ? "format" : "length: " + place.text().length()));
        } else if (!UUID.matcher(place.text()).matches()) {
            place.invalid("uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase"
                    + " hexadecimal characters");
        }
    };

    private DeviceNames() {}

    private static void identifier(Place place, String text) {
        if (text.length() > IDENTIFIER_LIMIT_BYTES) {
            place.tooLong(IDENTIFIER_LIMIT_BYTES);
        }
        place.invalidEach(text, NameRules.cIdentifier(text));
    }
}
