/// Schemas that come as data: what a CustomResourceDefinition says of its objects. Reads them, and prunes, defaults and
/// judges values by them. Pure functions over trees; knows nothing of definitions, storage or HTTP. Start with
/// [Structural].
package dev.pilothouse.api.structural;
