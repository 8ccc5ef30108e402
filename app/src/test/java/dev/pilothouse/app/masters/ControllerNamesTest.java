package dev.pilothouse.app.masters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControllerNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                | job-controller             | true",
                "                                | bootstrap-signer-controller | false",
                "*                               | job-controller             | true",
                "*,bootstrap-signer-controller   | bootstrap-signer-controller | true",
                "*,-job-controller               | job-controller             | false",
                "*,bootstrapsigner,tokencleaner  | token-cleaner-controller   | true",
                "*,-csrsigning                   | certificatesigningrequest-signing-controller | false",
                "*,-csrsigning                   | job-controller             | true",
                "*,-job-controller               | cronjob-controller         | true",
                "job-controller                  | job-controller             | true",
                "job-controller                  | cronjob-controller         | false",
                "-job-controller                 | cronjob-controller         | false",
                "-job-controller,job-controller  | job-controller             | false",
            })
    void theListSaysWhichControllersRun(String said, String controller, boolean runs) {
        List<String> words = said == null ? List.of() : Arrays.asList(said.split(","));
        assertThat(ControllerNames.of(words).test(controller)).isEqualTo(runs);
    }

    @Test
    void aNameThatUpstreamDoesNotKnowIsRefused() {
        assertThatThrownBy(() -> ControllerNames.of(List.of("*", "-frob")))
                .hasMessage("\"frob\" is not in the list of known controllers");
    }
}
