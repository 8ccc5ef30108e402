package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Fill;

/// Defaults of one container of any sort.
final class ContainerDefaults {
    private ContainerDefaults() {}

    static ObjectTree of(ObjectTree container) {
        ObjectTree filled = container;
        if (filled.text("imagePullPolicy").isEmpty()) {
            filled = filled.with("imagePullPolicy", ImageName.pullPolicy(filled.text("image")));
        }
        filled = Fill.text(filled, "terminationMessagePath", "/dev/termination-log");
        filled = Fill.text(filled, "terminationMessagePolicy", "File");
        filled = Fill.missing(filled, "resources", ObjectTree.EMPTY);
        filled = Fill.inside(filled, "resources", ContainerDefaults::resources);
        filled = Fill.each(filled, "ports", port -> Fill.text(port, "protocol", "TCP"));
        filled = Fill.each(filled, "env", ContainerDefaults::environment);
        filled = Fill.inside(filled, "livenessProbe", ContainerDefaults::probe);
        filled = Fill.inside(filled, "readinessProbe", ContainerDefaults::probe);
        filled = Fill.inside(filled, "startupProbe", ContainerDefaults::probe);
        return Fill.inside(
                filled,
                "lifecycle",
                lifecycle -> Fill.inside(
                        Fill.inside(lifecycle, "postStart", ContainerDefaults::handler),
                        "preStop",
                        ContainerDefaults::handler));
    }

    static ObjectTree resources(ObjectTree resources) {
        return Fill.inside(Fill.inside(resources, "limits", Quantities::rounded), "requests", Quantities::rounded);
    }

    private static ObjectTree environment(ObjectTree variable) {
        return Fill.inside(
                variable,
                "valueFrom",
                from -> Fill.inside(
                        Fill.inside(from, "fieldRef", FieldReference::defaults), "fileKeyRef", ContainerDefaults::file));
    }

    private static ObjectTree file(ObjectTree reference) {
        return Fill.missing(reference, "optional", false);
    }

    private static ObjectTree probe(ObjectTree probe) {
        ObjectTree filled = handler(probe);
        filled = Fill.number(filled, "timeoutSeconds", 1);
        filled = Fill.number(filled, "periodSeconds", 10);
        filled = Fill.number(filled, "successThreshold", 1);
        return Fill.number(filled, "failureThreshold", 3);
    }

    private static ObjectTree handler(ObjectTree handler) {
        ObjectTree filled = Fill.inside(
                handler, "httpGet", get -> Fill.text(Fill.text(get, "path", "/"), "scheme", "HTTP"));
        return Fill.inside(filled, "grpc", grpc -> Fill.missing(grpc, "service", ""));
    }
}
