package dev.pilothouse.api.patch;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A place in a document (RFC 6901). Every edit copies the way to the place and refuses a way that doesn't exist.
///
/// @param steps at least one
record JsonPointer(List<String> steps) {

    static JsonPointer parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2) {
            throw ApiError.unprocessable();
        }
        return new JsonPointer(Arrays.stream(parts, 1, parts.length)
                .map(part -> part.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    /// What an edit does with the container that holds the last step.
    private interface Edit {
        Tree object(ObjectTree parent, String name);

        Tree list(ListTree parent, String step);
    }

    /// [NullTree#ABSENT] for a field that isn't there; an index that isn't there is refused.
    Tree get(Tree document) {
        Tree here = document;
        for (String step : steps) {
            here = switch (here) {
                case ObjectTree object -> object.get(step);
                case ListTree list -> list.get(index(step, list.size()));
                default -> throw ApiError.unprocessable();
            };
        }
        return here;
    }

    Tree add(Tree document, Tree value) {
        return edit(document, new Edit() {
            @Override
            public Tree object(ObjectTree parent, String name) {
                return parent.with(name, value);
            }

            @Override
            public Tree list(ListTree parent, String step) {
                if (step.equals("-")) {
                    return parent.plus(value);
                }
                List<Tree> values = new ArrayList<>(parent.stream().toList());
                values.add(index(step, parent.size() + 1), value);
                return ListTree.of(values);
            }
        });
    }

    Tree replace(Tree document, Tree value) {
        return edit(document, new Edit() {
            @Override
            public Tree object(ObjectTree parent, String name) {
                return parent.with(name, value);
            }

            @Override
            public Tree list(ListTree parent, String step) {
                return parent.with(index(step, parent.size()), value);
            }
        });
    }

    Tree remove(Tree document) {
        return edit(document, new Edit() {
            @Override
            public Tree object(ObjectTree parent, String name) {
                if (!parent.has(name)) {
                    throw ApiError.unprocessable();
                }
                return parent.without(name);
            }

            @Override
            public Tree list(ListTree parent, String step) {
                return parent.without(index(step, parent.size()));
            }
        });
    }

    private Tree edit(Tree document, Edit edit) {
        return edit(document, 0, edit);
    }

    private Tree edit(Tree here, int depth, Edit edit) {
        String step = steps.get(depth);
        boolean last = depth == steps.size() - 1;
        return switch (here) {
            case ObjectTree object ->
                last ? edit.object(object, step) : object.with(step, edit(object.get(step), depth + 1, edit));
            case ListTree list -> {
                if (last) {
                    yield edit.list(list, step);
                }
                int index = index(step, list.size());
                yield list.with(index, edit(list.get(index), depth + 1, edit));
            }
            default -> throw ApiError.unprocessable();
        };
    }

    private static int index(String step, int size) {
        int index;
        try {
            index = Integer.parseInt(step);
        } catch (NumberFormatException e) {
            throw ApiError.unprocessable();
        }
        int counted = index < 0 ? index + size : index;
        if (counted < 0 || counted >= size) {
            throw ApiError.unprocessable();
        }
        return counted;
    }
}
