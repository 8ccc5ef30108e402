/// Who owns which field: `managedFields` of plain writes, and server-side apply.
///
/// A field set is kept in its wire form, a tree (`fieldsV1`), so that nothing is decoded to read it, nothing encoded to
/// store it, and untouched parts are shared. Pure functions; time is handed in.
///
/// | to understand | read |
/// |---|---|
/// | what a field set is | [FieldSet] |
/// | which fields a list or map is made of | [Shape] |
/// | a plain write | [ManagedFields], then [Comparison] |
/// | an apply | [Apply], then [ConfigFields], [Merge], [Pruning], [Conflict] |
package dev.pilothouse.api.apply;
