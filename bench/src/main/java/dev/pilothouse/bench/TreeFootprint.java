package dev.pilothouse.bench;

import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.Tree;
import org.openjdk.jol.info.GraphLayout;

/// Prints what one held object takes of the heap.
public final class TreeFootprint {
    private TreeFootprint() {}

    public static void main(String[] arguments) throws MalformedJson {
        byte[] json = SamplePod.json();
        Tree held = Json.parse(json);
        GraphLayout layout = GraphLayout.parseInstance(held);
        System.out.println("body     " + json.length + " bytes");
        System.out.println("held as  " + layout.totalSize() + " bytes in " + layout.totalCount() + " Java objects");
        System.out.println(layout.toFootprint());
    }
}
