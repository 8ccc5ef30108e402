package dev.pilothouse.app.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.app.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void aSecondClaimIsRefusedInOneLineThatNamesTheHolder() throws IOException {
        ClusterFolder folder = ClusterFolder.at(temporary.resolve("cluster"));
        try (Claim claim = folder.claim()) {
            claim.announce(Running.here("https://127.0.0.1:1", folder.kubeconfig(), Duration.ZERO));
            assertThatThrownBy(folder::claim)
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("in use by another Pilothouse")
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageNotContaining("\n");
        }
        folder.claim().close();
    }

    @Test
    void theFolderIsClosedToOthers() throws IOException {
        ClusterFolder folder = ClusterFolder.at(temporary.resolve("a/b"));
        folder.claim().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.root())))
                .isEqualTo("rwx------");
    }

    @Test
    void whatIsAnnouncedIsFoundUntilTheClaimEnds() throws IOException {
        ClusterFolder folder = ClusterFolder.at(temporary);
        Running here = Running.here("https://127.0.0.1:6443", folder.kubeconfig(), Duration.ofSeconds(150));
        try (Claim claim = folder.claim()) {
            assertThat(folder.find()).isEmpty();
            claim.announce(here);
            assertThat(folder.find()).get().extracting(Running::pid, Running::server, Running::kubeconfig, Running::farewell)
                    .containsExactly(here.pid(), here.server(), here.kubeconfig(), Duration.ofSeconds(150));
        }
        assertThat(folder.find()).isEmpty();
    }

    @Test
    void aNoteOfAnotherProcessWithTheSameNumberDoesNotCount() throws IOException {
        ClusterFolder folder = ClusterFolder.at(temporary);
        long pid = ProcessHandle.current().pid();
        Running before = new Running(pid, "https://127.0.0.1:1", folder.kubeconfig(), Instant.EPOCH, Duration.ZERO);
        Files.write(folder.running(), before.bytes());
        assertThat(folder.find()).isEmpty();
    }

    @Test
    void aNoteThatSaysNothingOfItsEndIsOneOfAnOlderProcess() throws IOException {
        ClusterFolder folder = ClusterFolder.at(temporary);
        Running here = Running.here("https://127.0.0.1:1", folder.kubeconfig(), Duration.ZERO);
        String note = new String(here.bytes(), StandardCharsets.UTF_8).replaceFirst(",\"farewellMillis\":0|\"farewellMillis\":0,", "");
        Files.writeString(folder.running(), note);
        assertThat(folder.find()).get().extracting(Running::farewell).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aNoteThatWasCutShortDoesNotCount() throws IOException {
        ClusterFolder folder = ClusterFolder.at(temporary);
        Files.writeString(folder.running(), "{\"pid\": 1");
        assertThat(folder.find()).isEmpty();
    }

    @Test
    void deletingTakesAllOfOurFolderAndNothingOfSomebodyElses() throws IOException {
        ClusterFolder ours = ClusterFolder.at(temporary.resolve("ours"));
        ours.claim().close();
        Files.createDirectories(ours.store());
        Files.writeString(ours.store().resolve("journal"), "x");
        assertThat(ours.delete()).isTrue();
        assertThat(ours.root()).doesNotExist();

        Path letters = Files.createDirectory(temporary.resolve("letters"));
        Files.writeString(letters.resolve("dear"), "x");
        assertThat(ClusterFolder.at(letters).delete()).isFalse();
        assertThat(letters.resolve("dear")).exists();
    }
}
