package dev.pilothouse.kinds.flowcontrol;

import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for how many requests of a level run at a time, and how the others wait.
final class PriorityLevelRules {
    private static final long QUEUES_LIMIT = 10_000_000;
    private static final String NOT_NEGATIVE = "must be a non-negative integer";

    private PriorityLevelRules() {}

    static void check(Place level) {
        Place spec = level.at("spec");
        Place type = spec.at("type");
        Place limited = spec.at("limited");
        Place exempt = spec.at("exempt");
        switch (type.text()) {
            case "Exempt" -> {
                if (limited.isPresent()) {
                    limited.forbidden("must be nil if the type is not Limited");
                }
                shares(exempt);
            }
            case "Limited" -> {
                if (exempt.isPresent()) {
                    exempt.forbidden("must be nil if the type is Limited");
                }
                if (limited.isAbsent()) {
                    limited.required("must not be empty when type is Limited");
                } else {
                    limited(limited);
                }
            }
            case "" -> type.required("");
            default -> type.notSupported(List.of("Exempt", "Limited"));
        }
    }

    private static void shares(Place settings) {
        Place shares = settings.at("nominalConcurrencyShares");
        if (shares.number() < 0) {
            shares.invalid(NOT_NEGATIVE);
        }
        Place lendable = settings.at("lendablePercent");
        if (lendable.number() < 0 || lendable.number() > 100) {
            lendable.invalid("must be between 0 and 100, inclusive");
        }
    }

    private static void limited(Place limited) {
        shares(limited);
        Place borrowed = limited.at("borrowingLimitPercent");
        if (borrowed.number() < 0) {
            borrowed.invalid("if specified, " + NOT_NEGATIVE);
        }
        Place response = limited.at("limitResponse");
        Place queuing = response.at("queuing");
        switch (response.at("type").text()) {
            case "Reject" -> {
                if (queuing.isPresent()) {
                    queuing.forbidden("must be nil if limited.limitResponse.type is not Limited");
                }
            }
            case "Queue" -> {
                if (queuing.isAbsent()) {
                    queuing.required("must not be empty if limited.limitResponse.type is Limited");
                } else {
                    queuing(queuing);
                }
            }
            case "" -> response.at("type").required("");
            default -> response.at("type").notSupported(List.of("Queue", "Reject"));
        }
    }

    private static void queuing(Place queuing) {
        for (String field : List.of("queueLengthLimit", "queues", "handSize")) {
            if (queuing.at(field).number() <= 0) {
                queuing.at(field).invalidNumber("must be positive");
            }
        }
        Place queues = queuing.at("queues");
        if (queues.number() > QUEUES_LIMIT) {
            queues.invalid("must not be greater than " + QUEUES_LIMIT);
        }
        Place hand = queuing.at("handSize");
        if (hand.number() > queues.number() && queues.number() > 0) {
            hand.invalid("should not be greater than queues (" + queues.number() + ")");
        }
    }
}
