package dev.pilothouse.api.tree;

/// How many bytes a value takes, for who says so before they are written.
///
/// Slices of canonical documents tell their sizes; only what was built is walked.
final class Measure {
    private long bytes;

    private Measure() {}

    /// More than an array holds when a list is long enough.
    static long bytes(Tree tree) {
        Measure measure = new Measure();
        measure.add(tree);
        return measure.bytes;
    }

    private void add(Tree tree) {
        switch (tree) {
            case SliceObject slice -> add(slice.document(), slice.position());
            case SliceList slice -> add(slice.document(), slice.position());
            case SliceText slice -> add(slice.document(), slice.position());
            case SliceNumber slice -> add(slice.document(), slice.position());
            case TailObject tail -> bytes += tail.bytes();
            case BuiltObject object -> {
                container(object.size());
                for (int i = 0; i < object.size(); i++) {
                    name(object.nameAt(i));
                    add(object.valueAt(i));
                }
            }
            case BuiltList list -> {
                container(list.size());
                for (int i = 0; i < list.size(); i++) {
                    add(list.get(i));
                }
            }
            case BuiltText text -> bytes += JsonText.quotedLength(text.text());
            case BuiltNumber number -> bytes += number.literal().length();
            case BooleanTree bool -> bytes += bool.toString().length();
            case NullTree nothing -> bytes += nothing.toString().length();
        }
    }

    private void add(Document document, int position) {
        bytes += document.to(position) - document.from(position);
    }

    /// Brackets and what stands between the children.
    private void container(int children) {
        bytes += 2 + Math.max(0, children - 1);
    }

    private void name(String name) {
        int number = Names.number(name);
        bytes += 1 + (number >= 0 ? Names.quoted(number).length : JsonText.quotedLength(name));
    }

}
