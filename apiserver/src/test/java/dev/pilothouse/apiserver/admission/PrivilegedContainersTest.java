package dev.pilothouse.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.api.apps.v1.Deployment;
import dev.pilothouse.api.batch.v1.CronJob;
import dev.pilothouse.api.core.v1.Pod;
import dev.pilothouse.api.schema.ApiResources;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.admission.AdmissionRequest.Operation;
import dev.pilothouse.apiserver.authentication.Identity;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrivilegedContainersTest {
    private static ObjectTree spec(boolean privileged) {
        ObjectTree plain = ObjectTree.EMPTY.with("name", "a");
        ObjectTree second = ObjectTree.EMPTY
                .with("name", "b")
                .with("securityContext", ObjectTree.EMPTY.with("privileged", privileged));
        return ObjectTree.EMPTY.with("containers", ListTree.of(plain, second));
    }

    private static void review(Operation operation, GroupVersionResource resource, String subresource, ObjectTree object) {
        new PrivilegedContainers()
                .review(new AdmissionRequest(
                        operation,
                        ApiResources.builtIn().find(resource).orElseThrow(),
                        subresource,
                        "default",
                        "web",
                        object,
                        Optional.empty(),
                        Identity.of("ann"),
                        false));
    }

    @Test
    void aPrivilegedContainerIsRefusedInUpstreamsWords() {
        assertThatThrownBy(() ->
                        review(Operation.CREATE, Pod.RESOURCE, "", ObjectTree.EMPTY.with("spec", spec(true))))
                .hasMessage("Pod \"web\" is invalid: spec.containers[1].securityContext.privileged: Forbidden: disallowed by"
                        + " cluster policy");
    }

    @Test
    void soIsATemplateWhereverItIs() {
        ObjectTree template = ObjectTree.EMPTY.with("template", ObjectTree.EMPTY.with("spec", spec(true)));
        assertThatThrownBy(() -> review(
                        Operation.UPDATE, Deployment.RESOURCE, "", ObjectTree.EMPTY.with("spec", template)))
                .hasMessage("Deployment.apps \"web\" is invalid:"
                        + " spec.template.spec.containers[1].securityContext.privileged: Forbidden: disallowed by cluster policy");
        assertThatThrownBy(() -> review(
                        Operation.CREATE,
                        CronJob.RESOURCE,
                        "",
                        ObjectTree.EMPTY.with(
                                "spec",
                                ObjectTree.EMPTY.with("jobTemplate", ObjectTree.EMPTY.with("spec", template)))))
                .hasMessageContaining(
                        "spec.jobTemplate.spec.template.spec.containers[1].securityContext.privileged: Forbidden");
    }

    @Test
    void whatAsksForNothingOrIsThereAlreadyPasses() {
        ObjectTree privileged = ObjectTree.EMPTY.with("spec", spec(true));
        assertThatCode(() -> {
                    review(Operation.CREATE, Pod.RESOURCE, "", ObjectTree.EMPTY.with("spec", spec(false)));
                    review(Operation.UPDATE, Pod.RESOURCE, "", privileged);
                    review(Operation.UPDATE, Pod.RESOURCE, "status", privileged);
                    review(Operation.UPDATE, Deployment.RESOURCE, "status", privileged);
                })
                .doesNotThrowAnyException();
    }
}
