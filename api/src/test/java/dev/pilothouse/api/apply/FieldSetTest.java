package dev.pilothouse.api.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldSetTest {

    /// The same set as plain paths, on which the operations are those of every set.
    private record Model(Set<List<String>> paths) {
        FieldSet set() {
            return FieldSet.of(List.copyOf(paths));
        }
    }

    private static Model random(Random random) {
        Set<List<String>> paths = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
        for (int i = random.nextInt(12); i > 0; i--) {
            List<String> path = new ArrayList<>();
            for (int depth = 1 + random.nextInt(4); depth > 0; depth--) {
                path.add("abc".substring(random.nextInt(3)).substring(0, 1));
            }
            paths.add(path);
        }
        return new Model(paths);
    }

    private static boolean startsWith(List<String> path, List<String> prefix) {
        return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void behavesAsASetOfPaths(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Model a = random(random);
            Model b = random(random);

            List<List<String>> union = new ArrayList<>(a.paths);
            union.addAll(b.paths);
            assertThat(a.set().union(b.set())).isEqualTo(FieldSet.of(union));

            List<List<String>> minus = new ArrayList<>(a.paths);
            minus.removeAll(b.paths);
            assertThat(a.set().minus(b.set())).isEqualTo(FieldSet.of(minus));

            List<List<String>> shared = new ArrayList<>(a.paths);
            shared.retainAll(b.paths);
            assertThat(a.set().intersection(b.set())).isEqualTo(FieldSet.of(shared));

            List<List<String>> whole = new ArrayList<>(a.paths);
            whole.removeIf(path -> b.paths.stream().anyMatch(prefix -> startsWith(path, prefix)));
            assertThat(a.set().minusWhole(b.set())).isEqualTo(FieldSet.of(whole));

            a.paths.forEach(path -> assertThat(a.set().has(path.toArray(String[]::new))).isTrue());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'f:a':{'.':{}}} | {'f:a':{}}",
                "{'f:a':{'x:new':{}}} | {'f:a':{}}",
                "{'q:a':{'f:b':{}},'f:c':{}} | {'f:c':{}}",
                "{'.':{},'f:c':{}} | {'f:c':{}}",
                "{'k:{\\'b\\':1, \\'a\\':2}':{}} | {'k:{\\'a\\':2,\\'b\\':1}':{}}",
                "{'v: 1 ':{},'i:01':{}} | {'i:1':{},'v:1':{}}",
            })
    void readsWhatClientsWriteIntoOneForm(String wire, String form) throws MalformedJson, MalformedFields {
        assertThat(FieldSetReader.read(Json.parse(json(wire)).asObject())).hasToString(json(form));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'f':{}}", "{'fa':{}}", "{'f:a':1}", "{'k:[]':{}}", "{'k:{':{}}", "{'i:x':{}}"})
    void refusesWhatIsNoFieldSet(String wire) {
        assertThatExceptionOfType(MalformedFields.class)
                .isThrownBy(() -> FieldSetReader.read(Json.parse(json(wire)).asObject()));
    }

    @Test
    void refusesBottomlessSets() {
        String deep = "{\"f:a\":".repeat(1_000) + "{}" + "}".repeat(1_000);
        assertThatExceptionOfType(MalformedFields.class)
                .isThrownBy(() -> FieldSetReader.read(Json.parse(deep).asObject()));
    }

    private static String json(String text) {
        return text.replace("\\'", "\\\"").replace('\'', '"');
    }
}
