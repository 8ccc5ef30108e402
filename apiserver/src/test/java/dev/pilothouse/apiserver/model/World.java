package dev.pilothouse.apiserver.model;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.model.Caller.Answer;
import dev.pilothouse.apiserver.model.Caller.Shape;
import dev.pilothouse.store.Store;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// What the clients of one history share: the servers, the truth, and what they have seen.
final class World {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

    private final Cluster cluster;
    private final Ledger ledger;
    private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
    private final List<Tape> tapes = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong marks = new AtomicLong();
    /// The highest revision that a compaction was asked for while caches may not have come that far yet.
    private final AtomicLong rude = new AtomicLong();

    World(Cluster cluster, Ledger ledger) {
        this.cluster = cluster;
        this.ledger = ledger;
    }

    Cluster cluster() {
        return cluster;
    }

    Ledger ledger() {
        return ledger;
    }

    Store store() {
        return cluster.store();
    }

    void saw(Seen one) {
        seen.add(one);
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    void record(Tape tape) {
        tapes.add(tape);
    }

    List<Tape> tapes() {
        return List.copyOf(tapes);
    }

    AtomicLong rude() {
        return rude;
    }

    long compacted() {
        return store().compactedRevision();
    }

    String mark() {
        return "m" + marks.incrementAndGet();
    }

    // ---- choices

    Kind kind(RandomGenerator random) {
        return random.nextInt(5) < 3 ? Kind.CONFIG_MAPS : Kind.PODS;
    }

    String namespace(RandomGenerator random) {
        return Cluster.NAMESPACES.get(random.nextInt(Cluster.NAMESPACES.size()));
    }

    String name(RandomGenerator random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    Pick pick(Kind kind, RandomGenerator random) {
        String namespace = random.nextInt(3) == 0 ? namespace(random) : "";
        Pick.Rule labels = Pick.LABELS.get(random.nextInt(Pick.LABELS.size()));
        Pick.Rule fields = kind.fields.get(random.nextInt(kind.fields.size()));
        return new Pick(
                namespace, labels.selector(), fields.selector(), labels.meaning().and(fields.meaning()));
    }

    /// A revision of the past, mostly of the near one.
    long revision(RandomGenerator random) {
        long now = store().revision();
        long back = random.nextInt(4) == 0 ? random.nextLong(now) : random.nextLong(Math.min(now, 12));
        return Math.max(1, now - back);
    }

    /// A revision that the caches of all servers have come to.
    long reached() {
        long reached = Long.MAX_VALUE;
        for (int i = 0; i < cluster.size(); i++) {
            for (Kind kind : Kind.values()) {
                Answer all = cluster.server(i).caller().get(kind.collection(""), "", Shape.WHOLE, true);
                reached = Math.min(reached, Sight.revision(all.content()));
            }
        }
        return reached;
    }

    /// Waits until the caches have come to the last revision, and answers it.
    long settle() {
        long last = store().revision();
        reached();
        return last;
    }

    // ---- requests

    Answer list(Caller caller, Kind kind, Pick pick, String query, Shape shape) {
        return caller.get(kind.collection(pick.namespace()), selectors(pick) + query, shape, true);
    }

    static String selectors(Pick pick) {
        return (pick.labelSelector().isEmpty() ? "" : "labelSelector=" + encoded(pick.labelSelector()) + "&")
                + (pick.fieldSelector().isEmpty() ? "" : "fieldSelector=" + encoded(pick.fieldSelector()) + "&");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Notes what a writer was told of the version that it wrote.
    void wrote(Kind kind, ObjectTree object) {
        Facts facts = Facts.of(object);
        long revision = Sight.revision(object);
        ledger.says(kind.key(facts), revision, facts);
        ledger.seen(revision);
    }
}
