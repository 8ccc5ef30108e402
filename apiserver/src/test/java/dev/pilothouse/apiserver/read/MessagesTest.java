package dev.pilothouse.apiserver.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.protobuf.Protobuf;
import dev.pilothouse.api.protobuf.WrittenList;
import dev.pilothouse.api.schema.GroupVersionKind;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Pieces;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final TypeSchema CONFIG_MAP = schema("ConfigMap");
    private static final TypeSchema LIST = schema("ConfigMapList");

    @Test
    void aListAroundMessagesIsTheListWrittenAsAWhole() {
        List<Item> items = List.of(item("a", "1"), item("b", "x".repeat(Pieces.BYTES)), item("c", "y".repeat(200)));
        ObjectTree empty = ObjectTree.builder()
                .put("kind", "ConfigMapList")
                .put("apiVersion", "v1")
                .put("metadata", ObjectTree.EMPTY.with("resourceVersion", "7"))
                .put("items", ListTree.of(List.of()))
                .build();
        ObjectTree whole = empty.with("items", ListTree.of(items.stream().map(Item::object).toList()));
        WrittenList written = Protobuf.list(empty, LIST, new Messages(1 << 20).of(items, CONFIG_MAP));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        written.write(bytes::write);
        assertThat(bytes.toByteArray()).isEqualTo(Protobuf.write(whole, LIST));
        assertThat(written.bytes()).isEqualTo(bytes.size());
    }

    @Test
    void aMessageIsWrittenOnceForAnObjectAndAnewForTheNext() {
        Messages messages = new Messages(1 << 20);
        Item item = item("a", "1");
        byte[] first = messages.of(List.of(item), CONFIG_MAP).getFirst();
        assertThat(messages.of(List.of(item), CONFIG_MAP).getFirst()).isSameAs(first);
        byte[] next = messages.of(List.of(item("a", "2")), CONFIG_MAP).getFirst();
        assertThat(next).isNotEqualTo(first);
        assertThat(messages.keptBytes()).isEqualTo(next.length);
    }

    @Test
    void noMoreIsKeptThanTheBoundAndWhatIsGoneMakesRoom() {
        Item old = item("old", "1");
        int bytes = Protobuf.message(old.object(), CONFIG_MAP).length;
        Messages messages = new Messages(bytes);
        byte[] first = messages.of(List.of(old), CONFIG_MAP).getFirst();
        Item other = item("new", "1");
        List<byte[]> both = messages.of(List.of(old, other), CONFIG_MAP);
        assertThat(both.getFirst()).isSameAs(first);
        assertThat(messages.keptBytes()).isEqualTo(bytes);
        assertThat(messages.of(List.of(other), CONFIG_MAP).getFirst()).isEqualTo(both.getLast());
        assertThat(messages.keptBytes()).isZero();
    }

    private static TypeSchema schema(String kind) {
        return Schemas.builtIn().kind(new GroupVersionKind("", "v1", kind)).orElseThrow();
    }

    private static Item item(String name, String value) {
        ObjectTree object = ObjectTree.builder()
                .put("kind", "ConfigMap")
                .put("apiVersion", "v1")
                .put("metadata", ObjectTree.EMPTY.with("name", name))
                .put("data", ObjectTree.EMPTY.with("value", value))
                .build();
        return new Item("/registry/configmaps/default/" + name, object, 1);
    }
}
