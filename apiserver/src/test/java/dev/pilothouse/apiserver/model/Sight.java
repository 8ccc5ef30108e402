package dev.pilothouse.apiserver.model;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;

/// One object as an answer or an event showed it.
///
/// @param type of the event; empty in a list
/// @param whole whether the facts that only whole objects show are among them
/// @param content the object without what lists leave out
record Sight(String type, long revision, Facts facts, boolean whole, ObjectTree content) {
    static final String TABLE = "Table";

    /// Of an object, its metadata or a row of a table.
    static Sight of(String type, ObjectTree shown) {
        boolean row = shown.get("cells").asList().size() > 0;
        ObjectTree object = row ? shown.object("object") : shown;
        boolean whole = !row && !object.text("kind").equals("PartialObjectMetadata");
        ObjectTree content = object.without("kind").without("apiVersion");
        return new Sight(type, revision(object), Facts.of(object), whole, content);
    }

    static long revision(ObjectTree object) {
        String version = ObjectMeta.resourceVersion(object);
        return version.isEmpty() ? 0 : Long.parseLong(version);
    }

    boolean shows(Ledger.Version version) {
        return revision == version.revision()
                && (whole ? facts.equals(version.facts()) : facts.metadata().equals(version.facts().metadata()));
    }

    @Override
    public String toString() {
        return (type.isEmpty() ? "" : type + " ") + facts.namespace() + "/" + facts.name() + "@" + revision + " " + facts.labels()
                + " mark " + facts.mark() + (whole ? " node '" + facts.node() + "' " + facts.phase() : "");
    }
}
