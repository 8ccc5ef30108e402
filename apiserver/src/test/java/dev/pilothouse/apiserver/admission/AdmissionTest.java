package dev.pilothouse.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.metrics.Told;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final String STEP = "apiserver_admission_step_admission_duration_seconds";
    private static final String PLUGIN = "apiserver_admission_controller_admission_duration_seconds";

    private record Names() implements AdmissionPlugin {
        @Override
        public String name() {
            return "Names";
        }

        @Override
        public ObjectTree mutate(AdmissionRequest request) {
            return request.object().with("name", "a");
        }
    }

    private record Refuses() implements AdmissionPlugin {
        @Override
        public String name() {
            return "Refuses";
        }

        @Override
        public void review(AdmissionRequest request) {
            throw ApiError.badRequest("no");
        }
    }

    private final Admission admission = new Admission(List.of(new Names(), new Refuses(), new Names()));

    @Test
    void eachPluginIsTimedInTheStepsThatItTakesPartIn() {
        assertThat(admission.mutate(request()).text("name")).isEqualTo("a");
        assertThatThrownBy(() -> admission.review(request())).isInstanceOf(ApiError.class);
        assertThat(told())
                .isEqualTo(Map.of(
                        STEP + "_summary[CREATE, false, admit]", 1.0,
                        STEP + "_summary[CREATE, true, validate]", 1.0,
                        STEP + "[CREATE, false, admit]", 1.0,
                        STEP + "[CREATE, true, validate]", 1.0,
                        PLUGIN + "[Names, CREATE, false, admit]", 2.0,
                        PLUGIN + "[Refuses, CREATE, true, validate]", 1.0));
    }

    private Map<String, Double> told() {
        Told told = new Told();
        admission.source().tell(told);
        return told.values();
    }

    private static AdmissionRequest request() {
        return new AdmissionRequest(
                AdmissionRequest.Operation.CREATE,
                ApiResources.builtIn().find(Pod.RESOURCE).orElseThrow(),
                "",
                "default",
                "a",
                ObjectTree.EMPTY,
                Optional.empty(),
                Identity.of("jane"),
                false);
    }
}
