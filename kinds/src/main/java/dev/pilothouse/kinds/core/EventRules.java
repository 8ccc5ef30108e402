package dev.pilothouse.kinds.core;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Immutable;
import dev.pilothouse.kinds.rules.Place;
import java.util.Set;

/// Rules for events. The core group takes events as they come; `events.k8s.io` takes new ones only: those that name who
/// reports what he did, and count in a series.
final class EventRules {
    private static final int TEXT_LIMIT = 128;
    private static final int MESSAGE_LIMIT = 1024;
    private static final Set<String> HOMES = Set.of("default", "kube-system");
    private static final String ELSEWHERE = "does not match event.namespace";

    /// What only the old events have.
    private static final String[] OLD_FIELDS = {"firstTimestamp", "lastTimestamp", "count"};

    private static final String[] FIXED = {
        "involvedObject",
        "reason",
        "message",
        "source",
        "firstTimestamp",
        "lastTimestamp",
        "count",
        "type",
        "eventTime",
        "action",
        "related"
    };

    private EventRules() {}

    /// What both groups ask for.
    static void common(Place event, String controller) {
        String home = event.object().object("metadata").text("namespace");
        Place involved = event.at("involvedObject", "namespace");
        if (event.at("eventTime").isEmpty()) {
            boolean outside = involved.isEmpty() && (home.isEmpty() || home.equals("default"));
            if (!outside && !involved.is(home)) {
                involved.invalidText(ELSEWHERE);
            }
        } else {
            if (involved.isEmpty() && !HOMES.contains(home)) {
                involved.invalidText(ELSEWHERE);
            }
            reported(event, controller);
        }
        Place namespace = event.at("namespace").with(event.at("metadata", "namespace").value());
        namespace.check(Checks.DNS_SUBDOMAIN);
    }

    private static void reported(Place event, String controller) {
        Place reporter = event.at("reportingComponent").renamed(controller);
        reporter.check(Checks.REQUIRED);
        reporter.check(Checks.QUALIFIED_NAME);
        for (String field : new String[] {"reportingInstance", "action", "reason"}) {
            Place text = event.at(field);
            text.check(Checks.REQUIRED);
            limit(text, TEXT_LIMIT);
        }
        limit(event.at("message"), MESSAGE_LIMIT);
    }

    private static void limit(Place text, int limit) {
        if (text.text().length() > limit) {
            text.invalid("", "can have at most " + limit + " characters");
        }
    }

    /// What `events.k8s.io` asks for besides.
    static void strict(Place event) {
        series(event.at("series"));
        event.at("eventTime").check(Checks.REQUIRED);
        Place type = event.at("type");
        if (!type.is("Normal") && !type.is("Warning")) {
            type.invalid("", "has invalid value: " + type.text());
        }
        for (String field : OLD_FIELDS) {
            if (!event.at(field).isEmpty()) {
                event.at(field).invalid("", "needs to be unset");
            }
        }
        Place source = event.at("source");
        if (!source.at("component").isEmpty() || !source.at("host").isEmpty()) {
            source.invalid("", "needs to be unset");
        }
    }

    private static void series(Place series) {
        if (series.isAbsent()) {
            return;
        }
        if (series.at("count").number() < 2) {
            series.at("count").invalid("", "should be at least 2");
        }
        series.at("lastObservedTime").check(Checks.REQUIRED);
    }

    static void strictUpdate(Place event, ObjectTree old) {
        if (!Immutable.same(event.at("series").value(), old.get("series"))) {
            series(event.at("series"));
        }
        Immutable.check(event, old, FIXED);
        Immutable.check(event.at("reportingComponent").renamed("reportingController"), old.get("reportingComponent"));
        Immutable.check(event.at("reportingInstance"), old.get("reportingInstance"));
    }
}
