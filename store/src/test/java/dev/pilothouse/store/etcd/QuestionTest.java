package dev.pilothouse.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.RemoteCalls;
import dev.pilothouse.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How long an answer is waited for.
@Timeout(60)
class QuestionTest {
    private static final byte[] ANYTHING = new byte[0];

    private final FakeMember member = new FakeMember();

    @AfterEach
    void end() {
        member.close();
    }

    private Members members(Duration answering) {
        Members members = new Members(EtcdSettings.of(List.of(member.endpoint())).withAnswering(answering));
        members.read(Calls.RANGE, ANYTHING);
        return members;
    }

    @Test
    void anAnswerThatIsLateIsNotWaitedForAndCountedAsLate() {
        try (Members members = members(Duration.ofMillis(1_000))) {
            member.answers = false;
            assertThatExceptionOfType(StoreException.Unanswered.class)
                    .isThrownBy(() -> members.write(Calls.TXN, ANYTHING))
                    .withMessageMatching("etcdserver: request timed out \\(no answer came within [01]\\.[0-9] s\\)");
            assertThat(members.calls().stream()
                            .filter(calls -> calls.method().equals("Txn"))
                            .map(RemoteCalls::handled))
                    .containsExactly(Map.of("DeadlineExceeded", 1L));
        }
    }

    @Test
    void whoIsInterruptedStopsWaitingAndStaysInterrupted() throws Exception {
        try (Members members = members(Duration.ofHours(1))) {
            member.answers = false;
            CompletableFuture<Boolean> stopped = new CompletableFuture<>();
            Thread asker = Thread.ofVirtual().start(() -> {
                try {
                    members.write(Calls.TXN, ANYTHING);
                } catch (StoreException.Unanswered givenUp) {
                    stopped.complete(Thread.currentThread().isInterrupted());
                }
            });
            asker.interrupt();
            assertThat(stopped.get()).isTrue();
        }
    }

    @Test
    void manyWhoAskAtATimeAreAllAnswered() throws Exception {
        try (Members members = members(Duration.ofHours(1));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> asked = IntStream.range(0, 2_000)
                    .mapToObj(_ -> threads.submit(() -> members.read(Calls.RANGE, ANYTHING)))
                    .toList();
            for (Future<byte[]> answer : asked) {
                assertThat(answer.get()).isNotEmpty();
            }
        }
    }
}
