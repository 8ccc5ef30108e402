/// Build time only: reads the published 1.36 models and writes the schema and the generated views.
package dev.pilothouse.codegen;
