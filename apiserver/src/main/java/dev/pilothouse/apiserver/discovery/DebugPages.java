package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.request.Resolved;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Pages for people who look into a running component: `/flagz` and `/statusz` (Kubernetes "z-pages").
public final class DebugPages {
    private static final String WARNING = "Warning: This endpoint is not meant to be machine parseable, has no formatting"
            + " compatibility guarantees and is for debugging purposes only.\n\n";

    private static final DateTimeFormatter STARTED =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss 'UTC' yyyy", Locale.ROOT);

    private DebugPages() {}

    /// @param flags flag to value, as they are in effect
    public static Map<String, Discovery.Page> pages(Map<String, String> flags) {
        Map<String, String> sorted = new TreeMap<>(flags);
        return Map.of(
                "/flagz", request -> shown(request, flagz(sorted)),
                "/statusz", request -> shown(request, statusz()));
    }

    private static HttpResponse shown(Resolved request, String text) {
        return Discovery.readOnly(request, HttpResponse.text(200, text));
    }

    private static String flagz(Map<String, String> flags) {
        StringBuilder page = new StringBuilder("\nkube-apiserver flagz\n").append(WARNING);
        flags.forEach((flag, value) -> page.append(flag).append('=').append(value).append('\n'));
        return page.toString();
    }

    private static String statusz() {
        var runtime = ManagementFactory.getRuntimeMXBean();
        Duration up = Duration.ofMillis(runtime.getUptime());
        return "\nkube-apiserver statusz\n" + WARNING
                + "Started: " + STARTED.format(Instant.ofEpochMilli(runtime.getStartTime()).atOffset(ZoneOffset.UTC))
                + String.format(
                        Locale.ROOT,
                        "\nUp: %d hr %02d min %02d sec\n",
                        up.toHours(),
                        up.toMinutesPart(),
                        up.toSecondsPart())
                + "Java version: " + Runtime.version() + "\n"
                + "Binary version: " + Version.GIT_VERSION.replaceFirst("^v", "") + "\n"
                + "Emulation version: 1.36\n";
    }
}
