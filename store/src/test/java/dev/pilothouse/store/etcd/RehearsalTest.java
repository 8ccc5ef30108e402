package dev.pilothouse.store.etcd;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class RehearsalTest {
    @Test
    void every_call_of_etcd_is_answered_as_the_store_expects_it() {
        assertThatCode(() -> Rehearsal.run(3)).doesNotThrowAnyException();
    }
}
