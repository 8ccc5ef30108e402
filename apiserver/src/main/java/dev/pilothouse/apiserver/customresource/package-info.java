/// Kinds that come from stored definitions (KEP-95): how their objects are read, judged, shown and stored, and what becomes of
/// a definition from its creation to its end. Builds on all rooms before it; none of them knows it. Start with
/// [CustomResources].
package dev.pilothouse.apiserver.customresource;
