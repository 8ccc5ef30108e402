package dev.pilothouse.api.yaml;

import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.NumberTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/// Writes a tree in block style. A text goes without quotes where it reads back as itself, as a literal block where it
/// has several lines.
final class YamlWriter {
    private static final DumpSettings SETTINGS = DumpSettings.builder()
            .setIndent(2)
            .setIndicatorIndent(0)
            .setWidth(80)
            .setMaxSimpleKeyLength(1024)
            .setUseUnicodeEncoding(true)
            .build();
    private static final ImplicitTuple IMPLICIT = new ImplicitTuple(true, true);

    private final StringBuilder out = new StringBuilder();
    private final Emitter emitter = new Emitter(SETTINGS, new StreamDataWriter() {
        @Override
        public void write(String text) {
            out.append(text);
        }

        @Override
        public void write(String text, int from, int count) {
            out.append(text, from, from + count);
        }
    });

    String write(Tree tree) {
        emitter.emit(new StreamStartEvent());
        emitter.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
        value(tree);
        emitter.emit(new DocumentEndEvent(false));
        emitter.emit(new StreamEndEvent());
        return out.toString();
    }

    private void value(Tree tree) {
        switch (tree) {
            case ObjectTree object -> {
                emitter.emit(new MappingStartEvent(Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK));
                object.names().stream().sorted(YamlKeyOrder.INSTANCE).forEach(name -> {
                    text(name);
                    value(object.get(name));
                });
                emitter.emit(new MappingEndEvent());
            }
            case ListTree list -> {
                emitter.emit(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, FlowStyle.BLOCK));
                list.forEach(this::value);
                emitter.emit(new SequenceEndEvent());
            }
            case TextTree text -> text(text.asText());
            case NumberTree number ->
                scalar(
                        number.isInteger() ? number.literal() : number.literal().replaceFirst("\\.0$", ""),
                        ScalarStyle.PLAIN);
            case BooleanTree bool -> scalar(bool.toString(), ScalarStyle.PLAIN);
            case NullTree _ -> scalar("null", ScalarStyle.PLAIN);
        }
    }

    private void text(String text) {
        scalar(text, style(text));
    }

    private static ScalarStyle style(String text) {
        // Line breaks for some readers and not for others: only their escapes read back everywhere.
        if (text.chars().anyMatch(c -> c == '\u0085' || c == '\u2028' || c == '\u2029')) {
            return ScalarStyle.DOUBLE_QUOTED;
        }
        if (text.indexOf('\n') >= 0) {
            return ScalarStyle.LITERAL;
        }
        return YamlScalars.isPlainText(text) ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED;
    }

    private void scalar(String text, ScalarStyle style) {
        emitter.emit(new ScalarEvent(Optional.empty(), Optional.empty(), IMPLICIT, text, style));
    }
}
