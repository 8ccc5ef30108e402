package dev.pilothouse.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import org.junit.jupiter.api.Test;

class DecodingTest {
    private static final TypeSchema POD = Schemas.builtIn()
            .kind(GroupVersion.parse("v1").kind("Pod"))
            .orElseThrow();

    private final ObjectTree known = Json.seal(decoded(
            """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"app":"a"}},
             "spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"0.5"}}}],"nodeSelector":{"zone":"z"}}}"""));

    @Test
    void aChangeOfAKnownObjectReadsAsTheWholeOfIt() throws Exception {
        ObjectTree changed = known.withAt(Tree.of("b"), "metadata", "labels", "app")
                .withAt(Tree.of(""), "spec", "hostname")
                .withAt(Tree.of(7), "spec", "priority");
        assertThat(new Decoding().object(changed, known, POD)).isEqualTo(new Decoding().object(changed, POD));
    }

    @Test
    void spaceAroundAQuantityMeansNothing() throws Exception {
        ObjectTree read = new Decoding().object(known.withAt(Tree.of(" 0.5 "), "spec", "overhead", "cpu"), POD);
        assertThat(read.at("spec", "overhead", "cpu")).isEqualTo(Tree.of("500m"));
    }

    @Test
    void fieldsThatNobodyKnowsAreToldOfByTheirPaths() throws Exception {
        Decoding decoding = new Decoding();
        decoding.object(
                Json.parse(
                        """
                        {"nope":1,"devices":[{"name":"a"},{"name":"d","z":{},
                         "capacity":{"m.x":{"value":"1","y":1,"requestPolicy":{"a":1}}}}]}"""),
                Schemas.builtIn().type("io.k8s.api.resource.v1.ResourceSliceSpec"));
        assertThat(decoding.unknownFields())
                .containsExactly(
                        "devices[1].capacity.m.x.requestPolicy.a", "devices[1].capacity.m.x.y", "devices[1].z", "nope");
    }

    @Test
    void whatIsStillInItsPlaceStaysAsItIs() throws Exception {
        ObjectTree changed = known.withAt(Tree.of("b"), "metadata", "labels", "app");
        ObjectTree read = new Decoding().object(changed, known, POD);
        assertThat(Json.isSamePlace(read.get("spec"), known.get("spec"))).isTrue();
        assertThat(new Decoding().object(known, known, POD)).isSameAs(known);
    }

    @Test
    void whatIsKnownInOnePlaceIsReadByTheTypeOfAnother() {
        Tree resources = known.object("spec").list("containers").get(0).at("resources");
        ObjectTree moved = known.withAt(resources, "metadata", "labels");
        assertThatThrownBy(() -> new Decoding().object(moved, known, POD)).isInstanceOf(Decoding.WrongType.class);
        ObjectTree unknown = known.withAt(known.object("spec").get("nodeSelector"), "spec", "securityContext");
        Decoding decoding = new Decoding();
        try {
            decoding.object(unknown, known, POD);
        } catch (Decoding.WrongType e) {
            throw new AssertionError(e);
        }
        assertThat(decoding.unknownFields()).containsExactly("spec.securityContext.zone");
    }

    private static ObjectTree decoded(String json) {
        try {
            return new Decoding().object(Json.parse(json), POD);
        } catch (MalformedJson | Decoding.WrongType e) {
            throw new AssertionError(e);
        }
    }
}
