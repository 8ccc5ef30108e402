package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceFamiliesTest {
    private static final String TYPE = "type: ClusterIP, selector: {a: b}, ";

    @ParameterizedTest(name = "in {0}, {1} is {2}")
    @CsvSource(delimiter = '|', nullValues = "nothing", value = {
        "4   | nothing                                                      | SingleStack [IPv4]",
        "6   | nothing                                                      | SingleStack [IPv6]",
        "4 6 | nothing                                                      | SingleStack [IPv4]",
        "6 4 | nothing                                                      | SingleStack [IPv6]",
        "4   | ipFamilyPolicy: PreferDualStack                              | PreferDualStack [IPv4]",
        "4 6 | ipFamilyPolicy: PreferDualStack                              | PreferDualStack [IPv4, IPv6]",
        "6 4 | ipFamilyPolicy: RequireDualStack                             | RequireDualStack [IPv6, IPv4]",
        "4 6 | ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv6]         | RequireDualStack [IPv6, IPv4]",
        "4 6 | ipFamilies: [IPv6]                                           | SingleStack [IPv6]",
        "4 6 | clusterIP: 'fd00::5', clusterIPs: ['fd00::5']                | SingleStack [IPv6]",
        "4   | ipFamilyPolicy: RequireDualStack                             | spec.ipFamilyPolicy: this cluster is not configured for dual-stack services",
        "4   | ipFamilies: [IPv6]                                           | spec.ipFamilies[0]: not configured on this cluster",
        "4   | clusterIP: 'fd00::5', clusterIPs: ['fd00::5']                | spec.clusterIPs[0]: IPv6 is not configured on this cluster",
        "4 6 | ipFamilies: [IPv4, IPv6]                                     | spec.ipFamilyPolicy: must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified",
        "4   | clusterIP: None, clusterIPs: [None]                          | SingleStack [IPv4]",
        "4   | clusterIP: None, clusterIPs: [None], selector: {}            | RequireDualStack [IPv4, IPv6]",
        "6   | clusterIP: None, clusterIPs: [None], selector: {}            | RequireDualStack [IPv6, IPv4]",
        "4   | clusterIP: None, clusterIPs: [None], selector: {}, ipFamilyPolicy: SingleStack | SingleStack [IPv4]",
        "4 6 | ipFamilies: [IPv5]                                           | spec.ipFamilies[0]: supported values: \"IPv4\", \"IPv6\"",
    })
    void aNewServiceIsOfTheFamiliesThatItSaysOrThatTheClusterHas(String cluster, String spec, String decided)
            throws MalformedYaml {
        assertThat(shown(of(spec == null ? "" : spec), ObjectTree.EMPTY, cluster)).isEqualTo(decided);
    }

    @ParameterizedTest(name = "in {0}, {1} that becomes {2} is {3}")
    @CsvSource(delimiter = '|', value = {
        "4 6 | SingleStack      | ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4], clusterIPs: [10.0.0.5]                  | PreferDualStack [IPv4, IPv6]",
        "4 6 | PreferDualStack  | ipFamilyPolicy: SingleStack, ipFamilies: [IPv4, IPv6], clusterIPs: [10.0.0.5, 'fd00::5']     | SingleStack [IPv4]",
        "4 6 | PreferDualStack  | ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4], clusterIPs: [10.0.0.5, 'fd00::5']       | spec.ipFamilyPolicy: must be 'SingleStack' to release the secondary IP family",
        "4   | PreferDualStack  | ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4, IPv6], clusterIPs: [10.0.0.5, 'fd00::5'] | PreferDualStack [IPv4, IPv6]",
        "4 6 | SingleStack      | ipFamilies: [IPv4], clusterIPs: [10.0.0.5]                                                   | SingleStack [IPv4]",
    })
    void aServiceGainsAndLosesFamiliesByItsPolicyOnly(String cluster, String before, String spec, String decided)
            throws MalformedYaml {
        boolean two = !before.equals("SingleStack");
        ObjectTree former = of("clusterIP: 10.0.0.5, ipFamilyPolicy: " + before
                + (two
                        ? ", ipFamilies: [IPv4, IPv6], clusterIPs: [10.0.0.5, 'fd00::5']"
                        : ", ipFamilies: [IPv4], clusterIPs: [10.0.0.5]"));
        assertThat(shown(of("clusterIP: 10.0.0.5, " + spec), former, cluster)).isEqualTo(decided);
    }

    private static String shown(ObjectTree spec, ObjectTree before, String cluster) {
        List<String> families = List.of(cluster.strip().split(" ")).stream().map("IPv"::concat).toList();
        ServiceFamilies.Decided decided = ServiceFamilies.of(spec, before, families);
        return decided.errors().isEmpty()
                ? decided.spec().text("ipFamilyPolicy") + " " + decided.spec().list("ipFamilies").texts()
                : decided.errors().stream()
                        .map(error -> error.field() + ": " + error.detail())
                        .collect(Collectors.joining("; "));
    }

    private static ObjectTree of(String spec) throws MalformedYaml {
        String type = spec.contains("selector") ? TYPE.replace("selector: {a: b}, ", "") : TYPE;
        return Yaml.parse(("{" + type + spec + "}").getBytes(StandardCharsets.UTF_8)).asObject();
    }
}
