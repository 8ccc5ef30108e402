package dev.pilothouse.apiserver.customresource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.apiextensions.DefinitionStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionNamesTest {
    private static final Tree NOW = Tree.of("2026-01-01T00:00:00Z");

    private static ObjectTree names(String plural, String kind, String... shortNames) {
        ObjectTree names = ObjectTree.EMPTY
                .with("plural", plural)
                .with("singular", kind.toLowerCase(java.util.Locale.ROOT))
                .with("kind", kind)
                .with("listKind", kind + "List");
        return shortNames.length == 0 ? names : names.with("shortNames", ListTree.ofTexts(List.of(shortNames)));
    }

    private static ObjectTree definition(ObjectTree names) {
        return ObjectTree.EMPTY.with("spec", ObjectTree.EMPTY.with("group", "sea.example").with("names", names));
    }

    private static ObjectTree settled(ObjectTree definition, ObjectTree... others) {
        return DefinitionNames.taken("sea.example", List.of(others)).settle(definition, NOW);
    }

    private static String reason(ObjectTree definition, String condition) {
        return DefinitionStatus.condition(definition, condition).orElseThrow().text("reason");
    }

    @Test
    void theFirstGetsWhatItAsksFor() {
        ObjectTree boats = settled(definition(names("boats", "Boat", "bt")));
        assertThat(boats.object("status").get("acceptedNames")).isEqualTo(names("boats", "Boat", "bt"));
        assertThat(reason(boats, DefinitionStatus.NAMES_ACCEPTED)).isEqualTo("NoConflicts");
        assertThat(DefinitionStatus.isTrue(boats, DefinitionStatus.ESTABLISHED)).isTrue();
        assertThat(DefinitionNames.areSettled(boats)).isTrue();
    }

    @Test
    void theSecondGetsOnlyWhatIsLeft() {
        ObjectTree boats = settled(definition(names("boats", "Boat", "bt")));
        ObjectTree ships = settled(definition(names("ships", "Boat")), boats);
        assertThat(ships.object("status").object("acceptedNames").toString()).isEqualTo("{\"plural\":\"ships\"}");
        assertThat(reason(ships, DefinitionStatus.NAMES_ACCEPTED)).isEqualTo("ListKindConflict");
        assertThat(reason(ships, DefinitionStatus.ESTABLISHED)).isEqualTo("NotAccepted");
    }

    @Test
    void aShortNameThatIsTakenKeepsAllShortNamesBack() {
        ObjectTree boats = settled(definition(names("boats", "Boat", "bt")));
        ObjectTree bats = settled(definition(names("bats", "Bat", "b", "bt", "boat")), boats);
        assertThat(bats.object("status").object("acceptedNames").has("shortNames")).isFalse();
        assertThat(DefinitionStatus.condition(bats, DefinitionStatus.NAMES_ACCEPTED).orElseThrow().text("message"))
                .isEqualTo("[\"bt\" is already in use, \"boat\" is already in use]");
    }

    @Test
    void namesOfAnotherGroupAreFree() {
        ObjectTree elsewhere = settled(definition(names("boats", "Boat")))
                .withAt(Tree.of("lake.example"), "spec", "group");
        assertThat(DefinitionNames.areSettled(settled(definition(names("boats", "Boat")), elsewhere)))
                .isTrue();
    }

    @Test
    void whatIsEstablishedStaysSoWhenItsNewNamesAreTaken() {
        ObjectTree boats = settled(definition(names("boats", "Boat", "bt")));
        ObjectTree bats = settled(definition(names("bats", "Bat")), boats);
        ObjectTree renamed = settled(bats.withAt(names("bats", "Bat", "bt"), "spec", "names"), boats, bats);
        assertThat(reason(renamed, DefinitionStatus.NAMES_ACCEPTED)).isEqualTo("ShortNamesConflict");
        assertThat(DefinitionStatus.isTrue(renamed, DefinitionStatus.ESTABLISHED)).isTrue();
    }
}
