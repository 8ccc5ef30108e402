package dev.pilothouse.api.meta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ApiErrorTest {
    private static final FieldPath REPLICAS = FieldPath.of("spec", "replicas");

    @Test
    void anInvalidObjectNamesEveryCause() {
        ApiError error = ApiError.invalid(
                new GroupKind("apps", "Deployment"),
                "x",
                List.of(
                        FieldError.invalid(REPLICAS, Tree.of(-1), "must be greater than or equal to 0"),
                        FieldError.required(FieldPath.of("spec").child("containers").index(0).child("name"), "")));
        assertThat(Json.text(error.status().tree())).isEqualTo("""
                {"apiVersion":"v1","code":422,"details":{"causes":[{"field":"spec.replicas","message":"Invalid value: -1: \
                must be greater than or equal to 0","reason":"FieldValueInvalid"},{"field":"spec.containers[0].name",\
                "message":"Required value","reason":"FieldValueRequired"}],"group":"apps","kind":"Deployment","name":"x"},\
                "kind":"Status","message":"Deployment.apps \\"x\\" is invalid: [spec.replicas: Invalid value: -1: must be \
                greater than or equal to 0, spec.containers[0].name: Required value]","metadata":{},"reason":"Invalid",\
                "status":"Failure"}""");
    }

    @Test
    void aRepeatedMessageIsShownOnce() {
        FieldError error = FieldError.forbidden(REPLICAS, "no");
        assertThat(ApiError.invalid(new GroupKind("", "Pod"), "x", List.of(error, error)))
                .hasMessage("Pod \"x\" is invalid: spec.replicas: Forbidden: no");
    }

    @Test
    void valuesAreShownAsGoShowsThem() {
        FieldPath path = FieldPath.of("metadata", "labels").key("a");
        assertThat(FieldError.invalid(path, Tree.of("a\"\n\u0001é"), "d"))
                .hasToString("metadata.labels[a]: Invalid value: \"a\\\"\\n\\x01é\": d");
        assertThat(FieldError.notSupported(path, Tree.of("x"), List.of("A", "B")))
                .hasToString("metadata.labels[a]: Unsupported value: \"x\": supported values: \"A\", \"B\"");
        assertThat(FieldError.tooMany(path, 3, 1))
                .hasToString("metadata.labels[a]: Too many: 3: must have at most 1 item");
        assertThat(FieldError.tooLong(path, 63))
                .hasToString("metadata.labels[a]: Too long: may not be more than 63 bytes");
    }

    @Test
    void theMessagesAreThoseThatClientsKnow() {
        GroupResource pods = new GroupResource("", "pods");
        GroupResource deployments = new GroupResource("apps", "deployments");
        assertThat(ApiError.notFound(deployments, "x")).hasMessage("deployments.apps \"x\" not found");
        assertThat(ApiError.alreadyExists(pods, "x")).hasMessage("pods \"x\" already exists");
        assertThat(ApiError.conflict(pods, "x", "why")).hasMessage("Operation cannot be fulfilled on pods \"x\": why");
        assertThat(ApiError.forbidden(pods, "", "why")).hasMessage("pods is forbidden: why");
        assertThat(ApiError.internal("boom").status().details())
                .hasToString("{\"causes\":[{\"message\":\"boom\"}]}");
    }
}
