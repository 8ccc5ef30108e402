package dev.pilothouse.api.tree;

/// How much a [Writer] is going to write: exactly, so that what it fills needn't grow on the way nor be cut at the end.
///
/// Slices of canonical documents tell their sizes; only what was built is walked.
final class Measure {
    private final boolean tapes;
    private long bytes;
    private int words;

    private Measure(boolean tapes) {
        this.tapes = tapes;
    }

    static Measure of(Tree tree) {
        Measure measure = new Measure(true);
        measure.add(tree);
        return measure;
    }

    /// Bytes alone, which documents tell without their tapes.
    static long bytes(Tree tree) {
        Measure measure = new Measure(false);
        measure.add(tree);
        return measure.bytes;
    }

    /// Bytes of JSON. More than an array holds when a list is long enough.
    long bytes() {
        return bytes;
    }

    /// Words of the tape.
    int words() {
        return words;
    }

    private void add(Tree tree) {
        switch (tree) {
            case SliceObject slice -> add(slice.document(), slice.position());
            case SliceList slice -> add(slice.document(), slice.position());
            case SliceText slice -> add(slice.document(), slice.position());
            case SliceNumber slice -> add(slice.document(), slice.position());
            case TailObject tail when !tapes -> bytes += tail.bytes();
            case TailObject tail -> add(tail.unfolded());
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
            case BuiltText text -> scalar(JsonText.quotedLength(text.text()));
            case BuiltNumber number -> scalar(number.literal().length());
            case BooleanTree bool -> scalar(bool.toString().length());
            case NullTree nothing -> scalar(nothing.toString().length());
        }
    }

    private void add(Document document, int position) {
        bytes += document.to(position) - document.from(position);
        if (tapes) {
            words += document.after(position) - position;
        }
    }

    /// Brackets and what stands between the children.
    private void container(int children) {
        bytes += 2 + Math.max(0, children - 1);
        words += Document.CONTAINER_WORDS;
    }

    private void name(String name) {
        int number = Names.number(name);
        bytes += 1 + (number >= 0 ? Names.quoted(number).length : JsonText.quotedLength(name));
        words++;
    }

    private void scalar(int length) {
        bytes += length;
        words += Document.SCALAR_WORDS;
    }
}
