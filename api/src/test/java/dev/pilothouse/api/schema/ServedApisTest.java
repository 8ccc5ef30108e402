package dev.pilothouse.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServedApisTest {
    @ParameterizedTest(name = "with {0}, {1}/{2} of {3} is served: {4}")
    @CsvSource(value = {
        "apps/v1=false                                 , apps       , v1, deployments             , false",
        "apps/v1=false                                 , batch      , v1, jobs                    , true",
        "apps/v1=true                                  , apps       , v1, deployments             , true",
        "apps/v1                                       , apps       , v1, deployments             , true",
        "apps/v1=F                                     , apps       , v1, deployments             , false",
        "autoscaling/v1=false                          , autoscaling, v2, horizontalpodautoscalers, true",
        "autoscaling/v1=false                          , autoscaling, v1, horizontalpodautoscalers, false",
        "api/all=false;apps/v1=true                    , apps       , v1, deployments             , true",
        "api/all=false;apps/v1=true                    , ''         , v1, pods                    , false",
        "api/ga=false;batch/v1=true                    , apps       , v1, deployments             , false",
        "api/beta=false                                , apps       , v1, deployments             , true",
        "api/all=false;api/ga=true                     , apps       , v1, deployments             , true",
        "apps/v1=false;apps/v1/deployments=true        , apps       , v1, deployments             , true",
        "apps/v1=false;apps/v1/deployments=true        , apps       , v1, replicasets             , false",
        "apps/v1/deployments=false                     , apps       , v1, replicasets             , true",
        "apps/v1/deployments=false                     , apps       , v1, deployments             , false",
        "apps/v1=false                                 , example.com, v1, deployments             , true",
    })
    void whatIsSaidOfLittleHoldsOverWhatIsSaidOfMuch(
            String config, String group, String version, String resource, boolean served) {
        assertThat(of(config).serves(new GroupVersion(group, version).resource(resource))).isEqualTo(served);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "api/all=false            | invalid key with only api/all=false",
        "api/all=                 | invalid value api/all=",
        "api/ga=1                 | invalid value api/ga=1",
        "v1=false                 | runtime-config invalid key v1",
        "a/b/c/d=false            | runtime-config invalid key a/b/c/d",
        "frob.io/v1=true;x/v1     | unknown api groups frob.io,x",
        "apps/v7=true             | group version apps/v7 that has not been registered",
        "apps/v1=perhaps          | invalid value of apps/v1: perhaps, err: strconv.ParseBool: parsing \"perhaps\": invalid syntax",
        "apps/v1/Deployments=true | invalid key apps/v1/Deployments: group/version/resource and resource is always lowercase plural, not \"Deployments\"",
    })
    void whatMakesNoSenseIsRefusedInUpstreamsWords(String config, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> of(config)).withMessage(message);
    }

    @Test
    void whatUpstreamHasAndPilothouseHasNotIsToldWhenItIsAskedFor() {
        assertThat(of("resource.k8s.io/v1beta2=true;storagemigration.k8s.io/v1beta1=true").warnings()).hasSize(2);
        assertThat(of("resource.k8s.io/v1beta2=false;apps/v1=true").warnings()).isEmpty();
    }

    @Test
    void aGroupOfWhichNothingIsServedIsNone() {
        assertThat(of("apps/v1=false").hasGroup("apps")).isFalse();
        assertThat(of("apps/v1=false").hasGroup("batch")).isTrue();
        assertThat(of("autoscaling/v1=false").hasGroup("autoscaling")).isTrue();
        assertThat(of("apps/v1=false").resources().groupVersions()).doesNotContain(new GroupVersion("apps", "v1"));
        assertThat(ServedApis.ALL.resources()).isSameAs(ApiResources.builtIn());
    }

    private static ServedApis of(String config) {
        Map<String, String> pairs = new LinkedHashMap<>();
        Stream.of(config.split(";")).forEach(pair -> {
            String[] parts = pair.split("=", 2);
            pairs.put(parts[0], parts.length > 1 ? parts[1] : "");
        });
        return ServedApis.of(pairs);
    }
}
