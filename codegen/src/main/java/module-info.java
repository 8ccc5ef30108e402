/// Build time only: reads the facts of Kubernetes 1.36 and writes the schema and the generated views; unfolds what is packaged.
module dev.pilothouse.codegen {
    exports dev.pilothouse.codegen;
    exports dev.pilothouse.unfold;
}
