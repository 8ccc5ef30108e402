package dev.pilothouse.codegen;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What types and fields mean, as the published Java models of Kubernetes 1.36 (`io.kubernetes:client-java-api`) say it
/// in their annotations. The classes are read and never loaded.
final class PublishedModels {
    private static final String MODELS = "io/kubernetes/client/openapi/models/";
    private static final String JSON_NAME = "Lcom/google/gson/annotations/SerializedName;";
    private static final String TYPE_TEXT = "Lio/swagger/annotations/ApiModel;";
    private static final String FIELD_TEXT = "Lio/swagger/annotations/ApiModelProperty;";

    private final ClassLoader loader;

    PublishedModels(ClassLoader loader) {
        this.loader = loader;
    }

    /// A line for each type and for each field, `type` or `type#field`, a tab and the text.
    String descriptions(Map<String, Facts.Type> types) throws IOException {
        TreeMap<String, String> texts = new TreeMap<>();
        Map<String, String> comments = new PublishedComments(loader).fields(types);
        types.forEach((name, type) -> {
            if (comments.containsKey(name)) {
                texts.put(name, comments.get(name));
            }
            comment(name, name, type, types, comments, texts);
        });
        Map<String, String> models = new TreeMap<>();
        for (String type : types.keySet()) {
            Optional<ClassModel> model = model(type);
            if (model.isPresent()) {
                Map<String, String> described = new TreeMap<>();
                describe(type, model.get(), described);
                models.putAll(described);
            }
        }
        texts.replaceAll((name, lines) ->
                models.containsKey(name) ? Paragraphs.of(lines, models.get(name)) : Paragraphs.of(lines));
        models.forEach((name, text) -> texts.putIfAbsent(name, Paragraphs.collapsed(text)));
        StringBuilder table = new StringBuilder();
        texts.forEach((name, text) ->
                table.append(name).append('\t').append(Paragraphs.inOneLine(text)).append('\n'));
        return table.toString();
    }

    /// Takes over the comments of a type's fields, those of types that Go embeds in it among them.
    private static void comment(
            String outer,
            String name,
            Facts.Type type,
            Map<String, Facts.Type> types,
            Map<String, String> comments,
            Map<String, String> texts) {
        for (Facts.Field field : type.fields()) {
            if (field.inline()) {
                String embedded = field.type().substring("ref:".length());
                comment(outer, embedded, types.get(embedded), types, comments, texts);
            }
            String text = comments.getOrDefault(name + "#" + field.name(), "");
            if (!text.isEmpty()) {
                texts.put(outer + "#" + field.name(), text);
            }
        }
    }

    private Optional<ClassModel> model(String type) throws IOException {
        String[] parts = type.split("\\.");
        String version = Naming.capital(parts[parts.length - 2]);
        String group = Naming.capital(parts[parts.length - 3]);
        String name = parts[parts.length - 1];
        // Kinds that several groups have are told apart by their group.
        for (String candidate : List.of(group + version + name, version + name)) {
            try (InputStream in = loader.getResourceAsStream(MODELS + candidate + ".class")) {
                if (in != null) {
                    return Optional.of(ClassFile.of().parse(in.readAllBytes()));
                }
            }
        }
        return Optional.empty();
    }

    private static void describe(String type, ClassModel model, Map<String, String> texts) {
        text(model, TYPE_TEXT, "description").ifPresent(text -> texts.put(type, text));
        Map<String, String> jsonNames = new HashMap<>();
        for (FieldModel field : model.fields()) {
            text(field, JSON_NAME, "value")
                    .ifPresent(json -> jsonNames.put(field.fieldName().stringValue(), json));
        }
        for (MethodModel method : model.methods()) {
            text(method, FIELD_TEXT, "value").ifPresent(text -> field(method)
                    .map(jsonNames::get)
                    .filter(_ -> !text.isBlank())
                    .ifPresent(json -> texts.put(type + "#" + json, text)));
        }
    }

    /// The field that a getter answers.
    private static Optional<String> field(MethodModel getter) {
        return getter.code().flatMap(code -> code.elementStream()
                .filter(FieldInstruction.class::isInstance)
                .map(instruction -> ((FieldInstruction) instruction).name().stringValue())
                .findFirst());
    }

    private static Optional<String> text(AttributedElement element, String annotation, String name) {
        return element.findAttribute(Attributes.runtimeVisibleAnnotations())
                .flatMap(found -> found.annotations().stream()
                        .filter(a -> a.className().equalsString(annotation))
                        .findFirst())
                .flatMap(a -> value(a, name));
    }

    private static Optional<String> value(Annotation annotation, String name) {
        for (AnnotationElement element : annotation.elements()) {
            if (element.name().equalsString(name) && element.value() instanceof AnnotationValue.OfString text) {
                return Optional.of(text.stringValue());
            }
        }
        return Optional.empty();
    }
}
