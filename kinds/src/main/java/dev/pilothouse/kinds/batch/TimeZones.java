package dev.pilothouse.kinds.batch;

import java.time.ZoneId;
import java.util.Set;

/// Names of time zones, as the IANA database has them.
final class TimeZones {
    private static final Set<String> KNOWN = ZoneId.getAvailableZoneIds();

    private TimeZones() {}

    static boolean exists(String name) {
        return name.equals("UTC") || KNOWN.contains(name) && !name.startsWith("SystemV/");
    }
}
