package dev.pilothouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a reader meets: names that say something, files that fit a head, every package introduced.
class TidyTest {
    /// Words that name no thing. A class called after what sets it apart needs none of them.
    private static final Pattern EMPTY_NAME =
            Pattern.compile("(Abstract|Base)[A-Z]\\w*|\\w+(Impl|Util|Utils|Helper|Helpers|Manager|Info|Data)");

    /// Kubernetes' own words stay as they are, whatever they end with.
    private static final Set<String> KUBERNETES_WORDS = Set.of("RequestInfo");

    private static final Pattern LEFT_UNDONE = Pattern.compile("\\b(TODO|FIXME|XXX)\\b|UnsupportedOperationException");

    /// Lines past which a file needs a reason, and the files that have one.
    private static final int LONG_LINES = 500;

    private static final Set<String> LONG_WITH_REASON = Set.of();

    @Test
    void typesAreNamedByWhatTheyAre() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : House.sources()) {
            String type = source.getFileName().toString().replace(".java", "");
            if (EMPTY_NAME.matcher(type).matches() && !KUBERNETES_WORDS.contains(type)) {
                found.add(House.name(source));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void nothingIsLeftUndone() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path source : House.sources()) {
            if (LEFT_UNDONE.matcher(Files.readString(source)).find()) {
                found.add(House.name(source));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void filesFitAHead() throws IOException {
        Set<String> found = new TreeSet<>();
        for (Path source : House.sources()) {
            if (Files.readAllLines(source).size() > LONG_LINES) {
                found.add(House.name(source));
            }
        }
        assertThat(found).isEqualTo(new TreeSet<>(LONG_WITH_REASON));
    }

    @Test
    void everyPackageIsIntroduced() throws IOException {
        Set<String> folders = new TreeSet<>();
        for (Path source : House.sources()) {
            Path folder = source.getParent();
            boolean introduced = Files.exists(folder.resolve("package-info.java"))
                    || source.getFileName().toString().equals("module-info.java");
            if (!introduced) {
                folders.add(House.name(folder));
            }
        }
        assertThat(folders).isEmpty();
    }
}
