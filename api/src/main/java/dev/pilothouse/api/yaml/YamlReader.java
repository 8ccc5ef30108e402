package dev.pilothouse.api.yaml;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.api.yaml.Yaml.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Builds trees from the parser's events, with a stack of its own instead of Java's.
///
/// An anchored value is one immutable tree however often it is referred to, but whoever writes the tree writes all
/// copies: so the copies are counted, and a document that is mostly copies is refused.
final class YamlReader {
    private static final int DEPTH_LIMIT = 1_000;
    /// Bodies of requests are bounded far below.
    private static final int TEXT_LIMIT = 64 * 1024 * 1024;

    /// The share of copied values that is allowed falls from 99 % to 10 % between these sizes of a document.
    private static final int FREE_VALUES = 400_000;
    private static final int MOST_VALUES = 4_000_000;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(TEXT_LIMIT)
            .setUseMarks(true)
            .build();

    /// A container that is being read.
    private static final class Frame {
        final boolean mapping;
        final Optional<Anchor> anchor;
        final Map<String, Tree> fields = new LinkedHashMap<>();
        final List<Tree> values = new ArrayList<>();
        Optional<String> key = Optional.empty();
        boolean merging;
        long size = 1;

        Frame(boolean mapping, Optional<Anchor> anchor) {
            this.mapping = mapping;
            this.anchor = anchor;
        }

        boolean wantsKey() {
            return mapping && key.isEmpty() && !merging;
        }

        Tree close() {
            if (!mapping) {
                return ListTree.of(values);
            }
            ObjectTree.Builder builder = ObjectTree.builder();
            fields.forEach(builder::put);
            return builder.build();
        }
    }

    /// An anchored value and how many values it holds, copies counted.
    private record Anchored(Tree tree, long size) {}

    private final String text;
    private final Deque<Frame> open = new ArrayDeque<>();
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private final List<String> duplicates = new ArrayList<>();
    private Tree root = NullTree.NULL;
    private long values;
    private long copies;

    YamlReader(String text) {
        this.text = text;
    }

    List<Parsed> read(int documentLimit) throws MalformedYaml {
        List<Parsed> documents = new ArrayList<>();
        try {
            ParserImpl parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
            while (parser.hasNext()) {
                Event event = parser.next();
                if (event instanceof DocumentEndEvent) {
                    documents.add(new Parsed(root, List.copyOf(duplicates)));
                    if (documents.size() == documentLimit) {
                        break;
                    }
                } else {
                    event(event);
                }
            }
        } catch (YamlEngineException e) {
            throw MalformedYaml.of(e);
        }
        return documents;
    }

    private void event(Event event) throws MalformedYaml {
        switch (event) {
            case DocumentStartEvent _ -> {
                anchors.clear();
                duplicates.clear();
                root = NullTree.NULL;
            }
            case MappingStartEvent start -> open(start, true);
            case SequenceStartEvent start -> open(start, false);
            case MappingEndEvent _, SequenceEndEvent _ -> {
                Frame closed = open.pop();
                value(closed.close(), closed.size, closed.anchor, event);
            }
            case ScalarEvent scalar -> scalar(scalar);
            case AliasEvent alias -> alias(alias);
            default -> {
                // Stream marks and comments carry no value.
            }
        }
    }

    private void open(NodeEvent start, boolean mapping) throws MalformedYaml {
        if (open.size() == DEPTH_LIMIT) {
            throw new MalformedYaml("exceeded max depth of " + DEPTH_LIMIT);
        }
        if (!open.isEmpty() && open.peek().wantsKey()) {
            throw new MalformedYaml(line(start) + "invalid map key");
        }
        count(1, 0);
        open.push(new Frame(mapping, start.getAnchor()));
    }

    private void scalar(ScalarEvent scalar) throws MalformedYaml {
        count(1, 0);
        boolean untagged = scalar.getTag().isEmpty() || scalar.getTag().get().equals("!");
        if (scalar.isPlain() && untagged && scalar.getValue().equals(YamlScalars.MERGE) && wantsKey()) {
            open.peek().merging = true;
            return;
        }
        Tree tree = untagged
                ? scalar.isPlain() && scalar.getTag().isEmpty()
                        ? YamlScalars.resolve(scalar.getValue())
                        : Tree.of(scalar.getValue())
                : tagged(scalar, scalar.getTag().get());
        value(tree, 1, scalar.getAnchor(), scalar);
    }

    private boolean wantsKey() {
        return !open.isEmpty() && open.peek().wantsKey();
    }

    private static Tree tagged(ScalarEvent scalar, String tag) throws MalformedYaml {
        String value = scalar.getValue();
        Tree resolved = YamlScalars.resolve(value);
        boolean fits =
                switch (tag) {
                    case "tag:yaml.org,2002:int" -> resolved instanceof NumberTree number && number.isInteger();
                    case "tag:yaml.org,2002:float" -> resolved instanceof NumberTree;
                    case "tag:yaml.org,2002:bool" -> resolved instanceof BooleanTree;
                    case "tag:yaml.org,2002:null" -> resolved.isNull();
                    default -> true;
                };
        if (!fits) {
            throw new MalformedYaml("cannot decode !!str `" + value + "` as a !!"
                    + tag.substring("tag:yaml.org,2002:".length()));
        }
        return switch (tag) {
            case "tag:yaml.org,2002:int",
                    "tag:yaml.org,2002:float",
                    "tag:yaml.org,2002:bool",
                    "tag:yaml.org,2002:null" -> resolved;
            case "tag:yaml.org,2002:binary" -> binary(value);
            default -> Tree.of(value);
        };
    }

    private static Tree binary(String value) throws MalformedYaml {
        try {
            return Tree.of(new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new MalformedYaml("!!binary value contains invalid base64 data");
        }
    }

    private void alias(AliasEvent alias) throws MalformedYaml {
        Anchored anchored = anchors.get(alias.getAlias());
        if (anchored == null) {
            boolean inside = open.stream().anyMatch(frame -> frame.anchor.equals(Optional.of(alias.getAlias())));
            throw new MalformedYaml(
                    inside
                            ? "anchor '" + alias.getAlias().getValue() + "' value contains itself"
                            : "unknown anchor '" + alias.getAlias().getValue() + "' referenced");
        }
        count(anchored.size, anchored.size);
        value(anchored.tree, anchored.size, Optional.empty(), alias);
    }

    private void count(long more, long moreCopies) throws MalformedYaml {
        values += more;
        copies += moreCopies;
        if (copies > 100 && values > 1_000 && copies > values * allowedShare()) {
            throw new MalformedYaml("document contains excessive aliasing");
        }
    }

    private double allowedShare() {
        double progress = Math.clamp((double) (values - FREE_VALUES) / (MOST_VALUES - FREE_VALUES), 0, 1);
        return 0.99 - 0.89 * progress;
    }

    /// Puts a complete value into its place: the root, a list, a key, or the value of a key.
    private void value(Tree tree, long size, Optional<Anchor> anchor, Event event) throws MalformedYaml {
        anchor.ifPresent(name -> anchors.put(name, new Anchored(tree, size)));
        Frame frame = open.peek();
        if (frame == null) {
            root = tree;
            return;
        }
        frame.size += size;
        if (!frame.mapping) {
            frame.values.add(tree);
        } else if (frame.merging) {
            merge(frame, tree);
            frame.merging = false;
        } else if (frame.key.isEmpty()) {
            String key = key(tree, event);
            if (frame.fields.containsKey(key)) {
                duplicates.add(line(event) + "key " + GoText.quote(key) + " already set in map");
            }
            frame.key = Optional.of(key);
        } else {
            frame.fields.put(frame.key.get(), tree);
            frame.key = Optional.empty();
        }
    }

    private static String key(Tree tree, Event event) throws MalformedYaml {
        return switch (tree) {
            case TextTree text -> text.asText();
            case BooleanTree bool -> bool.toString();
            case NumberTree number when number.isInteger() -> Long.toString(number.asLong());
            case NumberTree number -> Float.toString((float) number.asDouble());
            default -> throw new MalformedYaml(line(event) + "invalid map key");
        };
    }

    /// A merge key's value counts where it stands: it replaces keys before it and is replaced by keys after it. Of
    /// several mappings the first wins.
    private static void merge(Frame frame, Tree tree) throws MalformedYaml {
        List<Tree> sources = tree instanceof ListTree list ? list.stream().toList() : List.of(tree);
        for (Tree source : sources.reversed()) {
            if (!(source instanceof ObjectTree object)) {
                throw new MalformedYaml("map merge requires map or sequence of maps as the value");
            }
            for (ObjectTree.Cursor c = object.cursor(); c.next(); ) {
                frame.fields.put(c.name(), c.value());
            }
        }
    }

    private static String line(Event event) {
        return event.getStartMark()
                .map(mark -> "line " + (mark.getLine() + 1) + ": ")
                .orElse("");
    }
}
