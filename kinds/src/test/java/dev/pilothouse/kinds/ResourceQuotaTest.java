package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceQuotaTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock = """
            'pods'            | 'scopes': ['BestEffort']                                | ``
            'requests.cpu'    | 'scopes': ['NotBestEffort', 'Terminating']              | ``
            'requests.cpu'    | 'scopes': ['BestEffort']                                | spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource
            'count/pods'      | 'scopes': ['BestEffort']                                | ``
            'secrets'         | 'scopes': ['PriorityClass']                             | spec.scopes: Invalid value: ["PriorityClass"]: unsupported scope applied to resource
            'requests.storage' | 'scopes': ['VolumeAttributesClass']                    | ``
            'pods'            | 'scopes': ['VolumeAttributesClass']                     | spec.scopes: Invalid value: ["VolumeAttributesClass"]: unsupported scope applied to resource
            'pods'            | 'scopes': ['Other']                                     | spec.scopes: Invalid value: ["Other"]: unsupported scope
            'pods'            | 'scopes': ['BestEffort', 'NotBestEffort']               | spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes
            'pods'            | 'scopeSelector': {'matchExpressions': [{'scopeName': 'PriorityClass', 'operator': 'In', 'values': ['a']}]} | ``
            'pods'            | 'scopeSelector': {'matchExpressions': [{'scopeName': 'PriorityClass', 'operator': 'NotIn'}]} | spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn' for scope selector
            'pods'            | 'scopeSelector': {'matchExpressions': [{'scopeName': 'PriorityClass', 'operator': 'DoesNotExist', 'values': ['a']}]} | spec.scopeSelector.matchExpressions.values: Invalid value: ["a"]: must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector
            'pods'            | 'scopeSelector': {'matchExpressions': [{'scopeName': 'PriorityClass', 'operator': 'Like'}]} | spec.scopeSelector.matchExpressions.operator: Invalid value: "Like": not a valid selector operator
            'pods'            | 'scopeSelector': {'matchExpressions': [{'scopeName': 'BestEffort', 'operator': 'DoesNotExist'}]} | spec.scopeSelector.matchExpressions.operator: Invalid value: "DoesNotExist": must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity
            'pods'            | 'scopeSelector': {'matchExpressions': [{'scopeName': 'Other', 'operator': 'Exists'}]} | spec.scopeSelector.matchExpressions.scopeName: Invalid value: "Other": unsupported scope
            """)
    void aScopeFitsWhatItsQuotaLimits(String limited, String scopes, String problem) {
        Draft quota = Draft.of("v1 ResourceQuota", "{'spec': {'hard': {" + limited + ": '1'}, " + scopes + "}}");
        assertThat(quota.problems()).isEqualTo(problem.isEmpty() ? List.of() : List.of(problem));
    }
}
