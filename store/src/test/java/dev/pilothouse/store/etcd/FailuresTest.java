package dev.pilothouse.store.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.store.StoreException;
import io.grpc.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            UNAVAILABLE         | etcdserver: request timed out                            | Unanswered
            UNAVAILABLE         | etcdserver: leader changed                               | Unanswered
            UNAVAILABLE         | Network closed for unknown reason                        | Unanswered
            DEADLINE_EXCEEDED   | CallOptions deadline exceeded                            | Unanswered
            UNKNOWN             | channel closed                                           | Unanswered
            INTERNAL            | RST_STREAM closed stream                                 | Unanswered
            CANCELLED           | context canceled                                         | Unanswered
            RESOURCE_EXHAUSTED  | etcdserver: too many requests                            | Unavailable
            RESOURCE_EXHAUSTED  | etcdserver: mvcc: database space exceeded                | Unanswered
            UNAUTHENTICATED     | etcdserver: invalid auth token                           | Unavailable
            OUT_OF_RANGE        | etcdserver: mvcc: required revision has been compacted   | Compacted
            """, delimiter = '|')
    void aWriteThatFailedIsSaidNotToHaveHappenedOnlyWhereItWasRefused(
            Status.Code code, String text, String failure) {
        StoreException e =
                Failures.of(code.toStatus().withDescription(text).asRuntimeException(), true, "http://one");
        assertThat(e.getClass().getSimpleName()).isEqualTo(failure);
    }

    @ParameterizedTest
    @EnumSource
    void aReadThatFailedHasDoneNothing(Status.Code code) {
        assertThat(Failures.of(code.toStatus().asRuntimeException(), false, "http://one"))
                .isInstanceOf(StoreException.Unavailable.class);
    }
}
