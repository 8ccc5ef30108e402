package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for what is done to a container in its life: probes, and handlers at its start and end.
final class HandlerRules {
    private static final List<String> COUNTS = List.of(
            "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold");

    private HandlerRules() {}

    static void life(Place container, PodScope scope) {
        Place lifecycle = container.at("lifecycle");
        if (lifecycle.isPresent()) {
            if (lifecycle.at("postStart").isPresent()) {
                handler(lifecycle.at("postStart"), scope, true);
            }
            if (lifecycle.at("preStop").isPresent()) {
                handler(lifecycle.at("preStop"), scope, true);
            }
            StopSignals.check(lifecycle.at("stopSignal"), scope);
        }
        Place liveness = container.at("livenessProbe");
        if (liveness.isPresent()) {
            probe(liveness, scope);
            successOnce(liveness);
        }
        Place readiness = container.at("readinessProbe");
        if (readiness.isPresent()) {
            probe(readiness, scope);
            if (readiness.at("terminationGracePeriodSeconds").isPresent()) {
                readiness.at("terminationGracePeriodSeconds").invalid("must not be set for readinessProbes");
            }
        }
        Place startup = container.at("startupProbe");
        if (startup.isPresent()) {
            probe(startup, scope);
            successOnce(startup);
        }
    }

    private static void successOnce(Place probe) {
        if (probe.at("successThreshold").number() != 1) {
            probe.at("successThreshold").invalidNumber("must be 1");
        }
    }

    private static void probe(Place probe, PodScope scope) {
        handler(probe, scope, false);
        for (String count : COUNTS) {
            Checks.NON_NEGATIVE.check(probe.at(count));
        }
        Place grace = probe.at("terminationGracePeriodSeconds");
        if (grace.isPresent() && grace.number() <= 0) {
            grace.invalid("must be greater than 0");
        }
    }

    private static void handler(Place handler, PodScope scope, boolean maySleep) {
        int found = 0;
        for (String type : List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep")) {
            Place action = handler.at(type);
            if (action.isAbsent() || !maySleep && type.equals("sleep")) {
                continue;
            }
            if (found++ > 0) {
                action.forbidden("may not specify more than 1 handler type");
                continue;
            }
            switch (type) {
                case "exec" -> Checks.REQUIRED.check(action.at("command"));
                case "httpGet" -> httpGet(action);
                case "sleep" -> sleep(action, scope);
                default -> Checks.PORT_OR_NAME.check(action.at("port"));
            }
        }
        if (found == 0) {
            handler.required("must specify a handler type");
        }
    }

    private static void httpGet(Place get) {
        Checks.REQUIRED.check(get.at("path"));
        Checks.PORT_OR_NAME.check(get.at("port"));
        get.at("scheme").check(Checks.oneOf("HTTP", "HTTPS"));
        get.at("httpHeaders").each(header -> {
            String name = header.at("name").text();
            get.at("httpHeaders").invalidEach(name, NameRules.httpHeaderName(name));
        });
    }

    private static void sleep(Place sleep, PodScope scope) {
        long seconds = sleep.at("seconds").number();
        if (seconds < 0 || seconds > scope.graceSeconds()) {
            sleep.invalid(
                    dev.pilothouse.api.tree.Tree.of(seconds),
                    "must be non-negative and less than terminationGracePeriodSeconds (" + scope.graceSeconds() + ")");
        }
    }
}
