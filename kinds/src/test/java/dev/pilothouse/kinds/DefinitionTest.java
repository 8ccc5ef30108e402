package dev.pilothouse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Definitions of custom kinds: one row a rule, a sound definition with one change and what clients are told.
final class DefinitionTest {
    private static final String SCHEMA = "spec.versions.0.schema.openAPIV3Schema.properties.spec";

    private static Draft sound() {
        return Draft.of(
                        "apiextensions.k8s.io/v1 CustomResourceDefinition",
                        "{'spec': {'group': 'example.com', 'scope': 'Namespaced',"
                                + " 'names': {'plural': 'boats', 'singular': 'boat', 'kind': 'Boat', 'listKind': 'BoatList'},"
                                + " 'conversion': {'strategy': 'None'},"
                                + " 'versions': [{'name': 'v1', 'served': true, 'storage': true, 'schema': {'openAPIV3Schema':"
                                + " {'type': 'object', 'properties': {'spec': {'type': 'object', 'properties': {}}}}}}]}}")
                .with("metadata.name", "'boats.example.com'");
    }

    private static void assertProblem(java.util.List<String> problems, String problem) {
        if (problem == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).contains(problem.replace("{S}", "spec.validation.openAPIV3Schema.properties[spec]"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.scope | 'Cluster' |
                    spec.scope | 'World' | spec.scope: Unsupported value: "World": supported values: "Cluster", "Namespaced"
                    metadata.name | 'boats.example.org' | metadata.name: Invalid value: "boats.example.org": must be spec.names.plural+"."+spec.group
                    spec.names.shortNames | ['B'] | spec.names.shortNames[0]: Invalid value: "B": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
                    spec.names.listKind | 'Boat' | spec.names.listKind: Invalid value: "Boat": kind and listKind may not be the same
                    spec.conversion | {'strategy': 'Webhook'} | spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook
                    spec.conversion | {'strategy': 'Webhook', 'webhook': {'conversionReviewVersions': ['v9'], 'clientConfig': {'url': 'https://example.com'}}} | spec.conversion.conversionReviewVersions: Invalid value: ["v9"]: must include at least one of v1, v1beta1
                    spec.preserveUnknownFields | true | spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead
                    spec.versions.0.subresources | {'scale': {'specReplicasPath': '.status.n', 'statusReplicasPath': '.status.n'}} | spec.subresources.scale.specReplicasPath: Invalid value: ".status.n": should be a json path under .spec
                    spec.versions.0.additionalPrinterColumns | [{'name': 'A', 'type': 'text', 'jsonPath': '.a'}] | spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string
                    spec.versions.0.selectableFields | [{'jsonPath': '.metadata.name'}] | spec.selectableFields[0].jsonPath: Invalid value: ".metadata.name": is an invalid path: does not refer to a valid field
                    spec.versions.0.deprecationWarning | '' | spec.versions[0].deprecationWarning: Invalid value: "": can only be set for deprecated versions
                    {S}.properties.a | {'type': 'string'} |
                    {S}.properties.a | {} | {S}.properties[a].type: Required value: must not be empty for specified object fields
                    {S}.properties.a | {'x-kubernetes-int-or-string': true} |
                    {S}.properties.a | {'x-kubernetes-int-or-string': true, 'anyOf': [{'type': 'integer'}, {'type': 'string'}]} |
                    {S}.properties.a | {'x-kubernetes-int-or-string': true, 'allOf': [{'anyOf': [{'type': 'integer'}, {'type': 'string'}]}]} |
                    {S}.properties.a | {'type': 'object', 'oneOf': [{'required': ['b']}]} |
                    spec.versions.0.schema.openAPIV3Schema.oneOf | [{'properties': {'b': {}}}] | spec.validation.openAPIV3Schema.properties[b]: Required value: because it is defined in spec.validation.openAPIV3Schema.oneOf[0].properties[b]
                    {S}.properties.a | {'type': 'object', 'allOf': [{'description': 'x'}]} | {S}.properties[a].allOf[0].description: Forbidden: must be empty to be structural
                    {S}.properties.a | {'type': 'string', 'default': 1} | {S}.properties[a].default: Invalid value: "integer":  in body must be of type string: "integer"
                    {S}.properties.a | {'type': 'array', 'items': [{'type': 'string'}]} | {S}.properties[a].items: Forbidden: items must be a schema object and not an array
                    {S}.properties.a | {'type': 'array', 'items': {'type': 'object'}, 'x-kubernetes-list-type': 'set'} | {S}.properties[a].items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set
                    {S}.properties.a | {'type': 'array', 'items': {'type': 'object', 'nullable': true}, 'x-kubernetes-list-type': 'map'} | {S}.properties[a].items.nullable: Forbidden: cannot be nullable when x-kubernetes-list-type is map
                    {S}.properties.a | {'type': 'object', 'x-kubernetes-map-type': 'set'} | {S}.properties[a].x-kubernetes-map-type: Unsupported value: "set": supported values: "atomic", "granular"
                    {S}.properties.a | {'type': 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true, 'default': {}} | {S}.properties[a].default.apiVersion: Required value
                    {S}.properties.a | {'type': 'string', 'pattern': '('} | {S}.properties[a].pattern: Invalid value: "(": must be a valid regular expression, but isn't: error parsing regexp: missing closing ): `(`
                    {S}.x-kubernetes-validations | [{'rule': 'true', 'reason': 'Because'}] | {S}.x-kubernetes-validations[0].reason: Unsupported value: "Because": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"
                    spec.versions.0.schema.openAPIV3Schema.properties.metadata | {'type': 'object', 'properties': {'labels': {'type': 'object'}}} | spec.validation.openAPIV3Schema.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified
                    """)
    void judgesNewDefinitions(String path, String value, String problem) {
        assertProblem(sound().with(path.replace("{S}", SCHEMA), value).problems(), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    spec.scope | 'Cluster' |
                    spec.group | 'example.org' | spec.group: Invalid value: "example.org": field is immutable
                    spec.names.plural | 'ships' | spec.names.plural: Invalid value: "ships": field is immutable
                    """)
    void judgesChangesOfDefinitionsThatAreNotEstablished(String path, String value, String problem) {
        Draft old = sound().with("status", "{'storedVersions': ['v1']}");
        assertProblem(old.with(path, value).problemsAfter(old, ""), problem);
    }

    @ParameterizedTest
    @CsvSource({"spec.scope, Cluster", "spec.names.kind, Ship"})
    void anEstablishedKindKeepsItsNameAndScope(String path, String value) {
        Draft draft = sound();
        var old = draft.with("metadata.resourceVersion", "'1'")
                .with(
                        "status",
                        "{'storedVersions': ['v1'], 'conditions': [{'type': 'Established', 'status': 'True'}]}");
        var changed = old.with(path, "'" + value + "'");
        assertThat(draft.strategy().validateUpdate(changed.object(), old.object(), ""))
                .anyMatch(problem -> problem.field().equals(path) && problem.detail().equals("field is immutable"));
    }
}
