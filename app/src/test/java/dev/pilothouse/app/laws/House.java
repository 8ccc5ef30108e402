package dev.pilothouse.app.laws;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The whole house as the laws see it: compiled classes and sources of every shipped module.
final class House {
    static final List<String> MODULES =
            List.of("api", "kinds", "store", "apiserver", "client", "controllers", "scheduler", "nodes", "app");

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private House() {}

    static JavaClasses classes() {
        return new ClassFileImporter()
                .importPaths(MODULES.stream()
                        .map(it -> ROOT.resolve(it).resolve("target/classes"))
                        .toList());
    }

    /// Hand-written Java files of the shipped modules.
    static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(it -> it.toString().endsWith(".java")).forEach(found::add);
            }
        }
        return found;
    }

    static String name(Path source) {
        return ROOT.relativize(source).toString();
    }
}
