package dev.pilothouse.api.tree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Writes values as canonical bytes with their tape. Slices of canonical documents are copied as whole byte ranges,
/// built nodes are written field by field, and what a [Scanner] has just read is sorted and normalised on the way.
final class Writer {
    /// Room for most objects.
    private static final int FIRST_BYTES = 8 << 10;
    private static final int FIRST_WORDS = 2 << 10;

    /// A writer that outgrew this isn't kept: together with its tape, about as much again, a quarter of a megabyte at most.
    private static final int KEPT_BYTES = 128 << 10;

    /// One writer whose room the next value is written in, so that nobody measures it before; who comes while it is in use takes a
    /// new one.
    private static final AtomicReference<Optional<Writer>> SPARE = new AtomicReference<>(Optional.empty());

    private byte[] json;
    private int length;
    private int[] tape;
    private int used;

    Writer(int bytes, int words) {
        json = new byte[bytes];
        tape = new int[words];
    }

    /// A document of the value.
    static Document document(Tree tree) {
        Writer writer = SPARE.getAndSet(Optional.empty()).orElseGet(() -> new Writer(FIRST_BYTES, FIRST_WORDS));
        writer.write(tree);
        Document document = new Document(Arrays.copyOf(writer.json, writer.length), Arrays.copyOf(writer.tape, writer.used));
        if (writer.json.length <= KEPT_BYTES && Integer.BYTES * writer.tape.length <= KEPT_BYTES) {
            writer.length = 0;
            writer.used = 0;
            SPARE.set(Optional.of(writer));
        }
        return document;
    }

    Document document() {
        return new Document(
                length == json.length ? json : Arrays.copyOf(json, length),
                used == tape.length ? tape : Arrays.copyOf(tape, used));
    }

    /// Writes a value of canonical slices and built nodes. Goes as deep into the Java stack as edits go into the tree.
    void write(Tree tree) {
        switch (tree) {
            case SliceObject slice -> copy(slice.document(), slice.position());
            case SliceList slice -> copy(slice.document(), slice.position());
            case SliceText slice -> copy(slice.document(), slice.position());
            case SliceNumber slice -> copy(slice.document(), slice.position());
            case TailObject tail -> write(tail.unfolded());
            case BuiltObject object -> {
                int container = open(Document.OBJECT);
                for (int i = 0; i < object.size(); i++) {
                    separate(i);
                    name(object.nameAt(i));
                    write(object.valueAt(i));
                }
                close(container, object.size());
            }
            case BuiltList list -> {
                int container = open(Document.LIST);
                for (int i = 0; i < list.size(); i++) {
                    separate(i);
                    write(list.get(i));
                }
                close(container, list.size());
            }
            case BuiltText text -> text(text.text());
            case BuiltNumber number ->
                scalar(number.isInteger() ? Document.INTEGER : Document.REAL, ascii(number.literal()));
            case BooleanTree bool -> scalar(bool.asBoolean() ? Document.TRUE : Document.FALSE, ascii(bool.toString()));
            case NullTree nothing -> scalar(Document.NULL, ascii(nothing.toString()));
        }
    }

    /// Copies a value of a canonical document: its bytes as they are, its tape moved by the distance.
    private void copy(Document from, int position) {
        int start = from.from(position);
        int bytes = from.to(position) - start;
        int after = from.after(position);
        reserve(bytes, after - position);
        System.arraycopy(from.json, start, json, length, bytes);
        int moved = length - start;
        int shifted = used - position;
        System.arraycopy(from.tape(), position, tape, used, after - position);
        for (int at = used; at < used + after - position; ) {
            int word = tape[at] & Document.WORD_MASK;
            if (word == Document.INTERNED_NAME) {
                at++;
                continue;
            }
            tape[at] += moved << Document.START_SHIFT;
            if (word == Document.OWN_NAME) {
                at++;
                continue;
            }
            tape[at + 1] += moved;
            if (word <= Document.LIST) {
                tape[at + 2] += shifted;
                at += Document.CONTAINER_WORDS;
            } else {
                at += Document.SCALAR_WORDS;
            }
        }
        length += bytes;
        used += after - position;
    }

    /// Writes what a scanner read, sorting fields and dropping all but the last of those with one name; the paths of
    /// the dropped ones are added to `duplicates`. Nesting costs no Java stack.
    void normalise(Document scanned, List<String> duplicates) {
        List<Level> levels = new ArrayList<>();
        int at = 0;
        while (true) {
            if (scanned.isContainer(at)) {
                levels.add(enter(scanned, at, levels, duplicates));
            } else {
                normaliseScalar(scanned, at);
            }
            while (!levels.isEmpty() && levels.getLast().isDone()) {
                Level done = levels.removeLast();
                close(done.container, done.children.length);
            }
            if (levels.isEmpty()) {
                return;
            }
            at = step(scanned, levels.getLast());
        }
    }

    /// An open container of the source: its children in the order in which they are written.
    private static final class Level {
        final int container;
        final boolean object;
        /// Tape positions in the source: of name words in an object, of values in a list.
        final int[] children;
        int written;

        Level(int container, boolean object, int[] children) {
            this.container = container;
            this.object = object;
            this.children = children;
        }

        boolean isDone() {
            return written == children.length;
        }
    }

    private Level enter(Document scanned, int at, List<Level> levels, List<String> duplicates) {
        boolean object = scanned.type(at) == Document.OBJECT;
        int[] children = new int[scanned.count(at)];
        int child = at + Document.CONTAINER_WORDS;
        for (int i = 0; i < children.length; i++) {
            children[i] = child;
            child = scanned.after(object ? child + 1 : child);
        }
        if (object) {
            children = sorted(scanned, children, levels, duplicates);
        }
        return new Level(open(object ? Document.OBJECT : Document.LIST), object, children);
    }

    private int step(Document scanned, Level level) {
        int child = level.children[level.written];
        separate(level.written++);
        if (!level.object) {
            return child;
        }
        int word = scanned.tape()[child];
        if (Document.isInterned(word)) {
            name(word, Names.quoted(word >>> Document.START_SHIFT));
        } else {
            name(scanned.name(word));
        }
        return child + 1;
    }

    private static int[] sorted(Document scanned, int[] names, List<Level> levels, List<String> duplicates) {
        boolean strict = true;
        for (int i = 1; i < names.length && strict; i++) {
            strict = compare(scanned, names[i - 1], names[i]) < 0;
        }
        if (strict) {
            return names;
        }
        sort(scanned, names);
        int kept = 0;
        for (int i = 0; i < names.length; i++) {
            if (i + 1 < names.length && compare(scanned, names[i], names[i + 1]) == 0) {
                duplicates.add(path(scanned, levels, scanned.name(scanned.tape()[names[i]])));
            } else {
                names[kept++] = names[i];
            }
        }
        return Arrays.copyOf(names, kept);
    }

    /// Stable, so that of equal names the last stays last. Objects are mostly small; large ones take the library's sort.
    private static void sort(Document scanned, int[] names) {
        if (names.length > 40) {
            Integer[] boxed = Arrays.stream(names).boxed().toArray(Integer[]::new);
            Arrays.sort(boxed, (a, b) -> compare(scanned, a, b));
            Arrays.setAll(names, i -> boxed[i]);
            return;
        }
        for (int i = 1; i < names.length; i++) {
            int moving = names[i];
            int to = i;
            while (to > 0 && compare(scanned, names[to - 1], moving) > 0) {
                names[to] = names[to - 1];
                to--;
            }
            names[to] = moving;
        }
    }

    private static int compare(Document scanned, int a, int b) {
        return compareNames(scanned.json, scanned.tape()[a], scanned.tape()[b]);
    }

    /// Orders two name words over the same bytes.
    static int compareNames(byte[] json, int a, int b) {
        // Interned names are numbered in their order.
        return Document.isInterned(a) && Document.isInterned(b)
                ? Integer.compare(a, b)
                : Names.compare(Document.name(json, a), Document.name(json, b));
    }

    private static String path(Document scanned, List<Level> levels, String name) {
        StringBuilder path = new StringBuilder();
        for (Level level : levels) {
            int child = level.children[level.written - 1];
            if (level.object) {
                path.append(path.isEmpty() ? "" : ".").append(scanned.name(scanned.tape()[child]));
            } else {
                path.append('[').append(level.written - 1).append(']');
            }
        }
        return path.append(path.isEmpty() ? "" : ".").append(name).toString();
    }

    private void normaliseScalar(Document scanned, int at) {
        int start = scanned.start(at);
        int end = scanned.end(at);
        switch (scanned.type(at)) {
            case Document.TEXT -> {
                if ((scanned.tape()[at] & Document.FLAG) == 0 && wellFormed(scanned.json, start, end)) {
                    scalar(Document.TEXT, scanned.json, start, end - start);
                } else {
                    text(scanned.text(at));
                }
            }
            case Document.REAL -> {
                double number = Double.parseDouble(JsonText.plain(scanned.json, start, end));
                scalar(Document.REAL, ascii(Numbers.literal(Math.clamp(number, -Double.MAX_VALUE, Double.MAX_VALUE))));
            }
            case Document.INTEGER -> {
                if (end - start == 2 && scanned.json[start] == '-' && scanned.json[start + 1] == '0') {
                    start++;
                }
                scalar(Document.INTEGER, scanned.json, start, end - start);
            }
            default -> scalar(scanned.type(at), scanned.json, start, end - start);
        }
    }

    private static boolean wellFormed(byte[] json, int from, int to) {
        for (int at = from; at < to; ) {
            int step = json[at] >= 0 ? 1 : Utf8.length(json, at);
            if (step == 0) {
                return false;
            }
            at += step;
        }
        return true;
    }

    private int open(int type) {
        reserve(1, Document.CONTAINER_WORDS);
        int container = used;
        tape[container] = length << Document.START_SHIFT | type;
        json[length++] = (byte) (type == Document.OBJECT ? '{' : '[');
        used += Document.CONTAINER_WORDS;
        return container;
    }

    private void close(int container, int count) {
        reserve(1, 0);
        json[length++] = (byte) ((tape[container] & Document.TYPE_MASK) == Document.OBJECT ? '}' : ']');
        tape[container + 1] = length;
        tape[container + 2] = used;
        tape[container + 3] = count;
    }

    private void separate(int index) {
        if (index > 0) {
            reserve(1, 0);
            json[length++] = ',';
        }
    }

    private void name(String name) {
        int number = Names.number(name);
        if (number >= 0) {
            name(Document.internedName(number), Names.quoted(number));
        } else {
            name(Document.ownName(length), JsonText.quoted(name));
        }
    }

    private void name(int word, byte[] quoted) {
        reserve(quoted.length + 1, 1);
        tape[used++] = word;
        System.arraycopy(quoted, 0, json, length, quoted.length);
        length += quoted.length;
        json[length++] = ':';
    }

    private void text(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        if (JsonText.isPlain(plain)) {
            reserve(plain.length + 2, Document.SCALAR_WORDS);
            JsonText.putPlain(plain, json, length);
            written(Document.TEXT, plain.length + 2);
            return;
        }
        byte[] quoted = JsonText.quoted(text);
        boolean escaped = false;
        for (byte b : quoted) {
            escaped |= b == '\\';
        }
        scalar(escaped ? Document.TEXT | Document.FLAG : Document.TEXT, quoted, 0, quoted.length);
    }

    private void scalar(int type, byte[] bytes) {
        scalar(type, bytes, 0, bytes.length);
    }

    private void scalar(int type, byte[] bytes, int from, int count) {
        reserve(count, Document.SCALAR_WORDS);
        System.arraycopy(bytes, from, json, length, count);
        written(type, count);
    }

    /// Notes a scalar whose bytes stand at the end already.
    private void written(int type, int count) {
        tape[used] = length << Document.START_SHIFT | type;
        length += count;
        tape[used + 1] = length;
        used += Document.SCALAR_WORDS;
    }

    private void reserve(int bytes, int words) {
        if (length + bytes > json.length) {
            json = Arrays.copyOf(json, Math.max(Math.max(32, length + bytes), json.length * 2));
        }
        if (used + words > tape.length) {
            tape = Arrays.copyOf(tape, Math.max(Math.max(16, used + words), tape.length * 2));
        }
    }

    private static byte[] ascii(String literal) {
        return literal.getBytes(StandardCharsets.US_ASCII);
    }
}
