package dev.pilothouse.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Patience is an hour here: who is told before, was told because of what was found out.
@Timeout(120)
class DoubtTest {
    private static final byte[] ANYTHING = new byte[0];

    private final FakeMember one = new FakeMember();
    private final FakeMember two = new FakeMember();
    private Members members;

    @BeforeEach
    void open() {
        members = new Members(
                EtcdSettings.of(List.of(one.endpoint(), two.endpoint())).withAnswering(Duration.ofHours(1)));
        members.read(Calls.RANGE, ANYTHING);
    }

    @AfterEach
    void end() {
        members.close();
        one.close();
        two.close();
    }

    private void everywhere(java.util.function.Consumer<FakeMember> deed) {
        deed.accept(one);
        deed.accept(two);
    }

    private void isInDoubt(String why) {
        assertThatExceptionOfType(StoreException.Unanswered.class)
                .isThrownBy(() -> members.write(Calls.TXN, ANYTHING))
                .withMessageContaining(why);
    }

    @Test
    void aWriteWhoseLeaderWasFollowedByAnotherIsInDoubt() {
        everywhere(member -> member.answers = false);
        everywhere(member -> member.term = 3);
        isInDoubt(Doubt.LEADER_FAILED);
    }

    @Test
    void aWriteToAMemberThatHangsIsInDoubt() {
        one.answers = false;
        one.lives = false;
        isInDoubt(Doubt.SILENT);
        assertThat(members.write(Calls.TXN, ANYTHING)).isNotEmpty();
    }

    @Test
    void aWriteToAMemberThatTheOthersLeftBehindIsInDoubt() {
        one.answers = false;
        one.led = false;
        isInDoubt(Doubt.NO_LEADER);
        assertThat(members.write(Calls.TXN, ANYTHING)).isNotEmpty();
    }

    @Test
    void aReadGoesOnToAMemberThatAnswers() {
        one.answers = false;
        one.lives = false;
        assertThat(members.read(Calls.RANGE, ANYTHING)).isNotEmpty();
    }

    @Test
    void oneThatIsOnlySlowIsWaitedFor() throws Exception {
        everywhere(member -> member.answers = false);
        assertWaits();
    }

    @Test
    void anElectionIsWaitedFor() throws Exception {
        everywhere(member -> member.answers = false);
        everywhere(member -> member.led = false);
        assertWaits();
    }

    /// For many looks, until the process of a member ends.
    private void assertWaits() throws Exception {
        CompletableFuture<Boolean> told = CompletableFuture.supplyAsync(() -> {
            try {
                members.write(Calls.TXN, ANYTHING);
                return false;
            } catch (StoreException.Unanswered broken) {
                return true;
            }
        });
        TimeUnit.SECONDS.sleep(2);
        assertThat(told).isNotDone();
        one.close();
        assertThat(told.get()).isTrue();
    }
}
