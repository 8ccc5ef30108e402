package dev.pilothouse.api.roundtrip;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Makes a failing value smaller while it still fails: whoever reads the failure sees the one field that matters.
final class Shrinking {
    private Shrinking() {}

    static ObjectTree smallest(ObjectTree failing, Predicate<ObjectTree> fails) {
        ObjectTree smallest = failing;
        for (Optional<Tree> next = Optional.of(failing); next.isPresent(); ) {
            smallest = next.get().asObject();
            next = smaller(smallest).stream()
                    .filter(each -> fails.test(each.asObject()))
                    .findFirst();
        }
        return smallest;
    }

    /// All values that are one step smaller, the boldest steps first.
    static List<Tree> smaller(Tree tree) {
        List<Tree> all = new ArrayList<>();
        switch (tree) {
            case ObjectTree object -> {
                object.fields().forEach(field -> all.add(object.without(field.name())));
                object.fields().forEach(field ->
                        smaller(field.value()).forEach(value -> all.add(object.with(field.name(), value))));
            }
            case ListTree list -> {
                List<Tree> elements = new ArrayList<>();
                list.forEach(elements::add);
                for (int i = 0; i < elements.size(); i++) {
                    List<Tree> fewer = new ArrayList<>(elements);
                    fewer.remove(i);
                    all.add(ListTree.of(fewer));
                }
                for (int i = 0; i < elements.size(); i++) {
                    for (Tree value : smaller(elements.get(i))) {
                        List<Tree> changed = new ArrayList<>(elements);
                        changed.set(i, value);
                        all.add(ListTree.of(changed));
                    }
                }
            }
            case TextTree text when text.asText().length() > 1 -> {
                String characters = text.asText();
                int half = characters.offsetByCodePoints(0, characters.codePointCount(0, characters.length()) / 2);
                if (half > 0) {
                    all.add(Tree.of(characters.substring(0, half)));
                    all.add(Tree.of(characters.substring(half)));
                }
            }
            default -> {}
        }
        return all;
    }
}
