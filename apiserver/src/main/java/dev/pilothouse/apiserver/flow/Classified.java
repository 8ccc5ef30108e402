package dev.pilothouse.apiserver.flow;

/// Where a request belongs: to the flow of a FlowSchema, told apart by a distinguisher, at the priority level that the schema
/// names (API priority and fairness, "Configuration objects").
///
/// @param counts what is counted of requests of this schema
/// @param flow the user or the namespace that has a share of its own in the level; empty where all share one
public record Classified(Named schema, Level level, String flow, FlowCounts counts) {
    /// Nothing is configured that fits: so it is until the first objects are there.
    public static final Classified NOWHERE = new Classified(new Named("", ""), new Level(new Named("", ""), false), "", new FlowFigures().of("", ""));

    /// An object of the cluster.
    public record Named(String name, String uid) {}

    /// @param exempt whether its requests never wait
    public record Level(Named object, boolean exempt) {}
}
