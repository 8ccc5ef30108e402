package dev.pilothouse.app.laws;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Who may know whom. Between modules the compiler keeps the law (`module-info.java`); within a module these tests do.
class RoomsTest {
    /// A request walks the rooms of the API server in this order (docs/ARCHITECTURE.md): a room builds on what the rooms
    /// before it made and knows nothing of those behind it.
    private static final List<String> ROOMS = List.of(
            "http", "request", "authentication", "flow", "authorization", "admission", "validation", "storage", "read", "watch",
            "registry", "subresource", "discovery", "customresource", "aggregation", "audit");

    private static final JavaClasses HOUSE = House.classes();

    @TestFactory
    List<DynamicTest> aRoomKnowsNothingOfTheRoomsBehindIt() {
        return IntStream.range(0, ROOMS.size() - 1)
                .mapToObj(i -> DynamicTest.dynamicTest(ROOMS.get(i), () -> noClasses()
                        .that()
                        .resideInAPackage(room(ROOMS.get(i)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(ROOMS.subList(i + 1, ROOMS.size()).stream()
                                .map(RoomsTest::room)
                                .toArray(String[]::new))
                        .allowEmptyShould(true)
                        .check(HOUSE)))
                .toList();
    }

    private static String room(String name) {
        return "dev.pilothouse.apiserver." + name + "..";
    }

    @TestFactory
    List<DynamicTest> packagesOfAModuleHaveNoCycles() {
        return House.MODULES.stream()
                .map(module -> DynamicTest.dynamicTest(module, () -> slices()
                        .matching("dev.pilothouse." + module + ".(*)..")
                        .should()
                        .beFreeOfCycles()
                        // Generated views of upstream's group `meta` only share a folder with what all build on.
                        .ignoreDependency(
                                resideInAnyPackage("dev.pilothouse.api.meta.v1..", "dev.pilothouse.api.meta.v1beta1.."),
                                alwaysTrue())
                        .allowEmptyShould(true)
                        .check(HOUSE)))
                .toList();
    }
}
