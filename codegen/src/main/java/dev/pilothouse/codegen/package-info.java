/// Build time only: reads the facts of Kubernetes 1.36 and writes the schema tables, the interned names and the
/// generated views of module `api`. Nothing of it is shipped. Start reading at [Codegen].
package dev.pilothouse.codegen;
