package dev.pilothouse.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.metrics.Told;
import java.util.List;
import org.junit.jupiter.api.Test;

class LevelLimitsTest {
    @Test
    void seatsAreSharedOutAsTheLevelsSay() {
        Told told = new Told();
        LevelLimits.tell(
                told,
                List.of(
                        level("exempt", "Exempt", ""),
                        level("work", "Limited", "\"limited\":{\"nominalConcurrencyShares\":40,\"lendablePercent\":90}"),
                        level("rest", "Limited", "\"limited\":{\"borrowingLimitPercent\":10}")),
                600);
        assertThat(told.values())
                .containsEntry("apiserver_flowcontrol_nominal_limit_seats[exempt]", 0.0)
                .containsEntry("apiserver_flowcontrol_upper_limit_seats[exempt]", 600.0)
                .containsEntry("apiserver_flowcontrol_nominal_limit_seats[work]", 343.0)
                .containsEntry("apiserver_flowcontrol_lower_limit_seats[work]", 34.0)
                .containsEntry("apiserver_flowcontrol_upper_limit_seats[work]", 943.0)
                .containsEntry("apiserver_flowcontrol_nominal_limit_seats[rest]", 258.0)
                .containsEntry("apiserver_flowcontrol_lower_limit_seats[rest]", 258.0)
                .containsEntry("apiserver_flowcontrol_upper_limit_seats[rest]", 284.0);
    }

    private static ObjectTree level(String name, String type, String limits) {
        String text = "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"type\":\"" + type + "\""
                + (limits.isEmpty() ? "" : "," + limits) + "}}";
        try {
            return Json.parse(text).asObject();
        } catch (MalformedJson broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
