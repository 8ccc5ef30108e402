package dev.pilothouse.apiserver.read;

/// Hands on the objects of a selection, and counts how many were looked at.
final class Walk implements Snapshot.Visitor {
    private final Selection selection;
    private final Snapshot.Visitor visitor;
    private int seen;
    private String index = "";

    Walk(Selection selection, Snapshot.Visitor visitor) {
        this.selection = selection;
        this.visitor = visitor;
    }

    @Override
    public boolean visit(Item item) {
        seen++;
        return !selection.matches(item.object()) || visitor.visit(item);
    }

    void helpedBy(String name) {
        index = name;
    }

    int seen() {
        return seen;
    }

    /// The name of the index that said which objects to look at, or nothing.
    String index() {
        return index;
    }
}
