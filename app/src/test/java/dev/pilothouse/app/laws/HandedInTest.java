package dev.pilothouse.app.laws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// Time, randomness and the terminal come in through constructors, so that a whole cluster can run on a clock and a seed of
/// our own, and twice in one process. `app` is where they come from.
class HandedInTest {
    private static final JavaClasses HOUSE = House.classes();

    @Test
    void nobodyAsksTheSystemForTheTime() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.pilothouse.app..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("an InstantSource is handed in")
                .check(HOUSE);
    }

    @Test
    void nobodyRollsDiceOfTheirOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.pilothouse.app..")
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .orShould()
                .callConstructor(Random.class)
                .because("a RandomGenerator is handed in")
                .check(HOUSE);
    }

    @Test
    void onlyCommandsPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.pilothouse.app.cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("everybody else logs")
                .check(HOUSE);
    }
}
