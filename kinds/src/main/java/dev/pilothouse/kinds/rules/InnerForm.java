package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.api.schema.FieldSchema;
import dev.pilothouse.api.schema.FieldType;
import dev.pilothouse.api.schema.TypeSchema;
import dev.pilothouse.api.tree.BooleanTree;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import java.util.List;

/// A value as upstream's messages show it: as JSON of its inner Go types, which have every field, in the order and under
/// the names of Go. Clients see this form nowhere else.
final class InnerForm {
    private final StringBuilder out = new StringBuilder();
    private final boolean indented;
    private int depth;
    private boolean first = true;

    private InnerForm(boolean indented) {
        this.indented = indented;
    }

    /// On one line.
    static String text(Shape shape, Tree value) {
        InnerForm form = new InnerForm(false);
        form.value(shape.type(), shape.pointer(), value, shape.around(), shape.aroundType());
        return form.out.toString();
    }

    /// Each field on a line of its own, indented by one space a level.
    static List<String> lines(Shape shape, Tree value) {
        InnerForm form = new InnerForm(true);
        form.value(shape.type(), shape.pointer(), value, shape.around(), shape.aroundType());
        return List.of(form.out.toString().split("\n", -1));
    }

    private void value(FieldType type, boolean pointer, Tree value, ObjectTree around, TypeSchema aroundType) {
        switch (type) {
            case FieldType.Reference(FieldType.TypeName of) -> {
                if (value.isNull() && pointer) {
                    out.append("null");
                } else if (InnerTypes.isServed(of.schema())) {
                    served(of.schema(), value.asObject());
                } else {
                    open('{');
                    inner(of.schema(), value.asObject(), around, aroundType);
                    close('}');
                }
            }
            case FieldType.ListOf list -> {
                if (value.isNull()) {
                    out.append("null");
                    return;
                }
                open('[');
                for (Tree item : value.asList()) {
                    next();
                    value(list.element(), list.nullable(), item, around, aroundType);
                }
                close(']');
            }
            case FieldType.MapOf map -> {
                if (value.isNull()) {
                    out.append("null");
                    return;
                }
                open('{');
                for (ObjectTree.Cursor c = value.asObject().cursor(); c.next(); ) {
                    name(c.name());
                    value(map.value(), false, c.value(), around, aroundType);
                }
                close('}');
            }
            case FieldType.Scalar scalar ->
                out.append(GoText.json(value.isNull() && !pointer ? zero(scalar) : value));
        }
    }

    private void inner(TypeSchema type, ObjectTree object, ObjectTree around, TypeSchema aroundType) {
        for (InnerTypes.Field field : InnerTypes.facts().fields(type, aroundType)) {
            FieldSchema schema = field.schema();
            if (!field.inline()) {
                name(field.goName());
                Tree value = (field.outside() ? around : object).get(schema.name());
                value(schema.type(), field.pointer(), value, object, type);
            } else if (schema.type() instanceof FieldType.Reference(FieldType.TypeName of)) {
                ObjectTree part = schema.inline() ? object : object.object(schema.name());
                if (!InnerTypes.isServed(of.schema())) {
                    inner(of.schema(), part, around, aroundType);
                } else if (!schema.inline()) {
                    tagged(of.schema(), part);
                }
                // What is left is the envelope, which the inner form keeps empty.
            }
        }
    }

    /// A type that the inner form shares with the served one: its tags leave out what is empty.
    private void served(TypeSchema type, ObjectTree object) {
        open('{');
        tagged(type, object);
        close('}');
    }

    private void tagged(TypeSchema type, ObjectTree object) {
        for (FieldSchema field : type.declared()) {
            Tree value = object.get(field.name());
            if (!value.isNull()) {
                name(field.name());
                value(field.type(), field.pointer(), value, object, type);
            }
        }
    }

    private static Tree zero(FieldType.Scalar type) {
        return switch (type) {
            case STRING -> Tree.of("");
            case BOOL -> BooleanTree.FALSE;
            case INT32, INT64, DOUBLE, INT_OR_STRING -> Tree.of(0);
            case QUANTITY -> Tree.of("0");
            case DURATION -> Tree.of("0s");
            case BYTES, TIME, MICRO_TIME, RAW, FIELDS, SCHEMA, ANY -> NullTree.NULL;
        };
    }

    private void name(String name) {
        next();
        out.append(GoText.json(Tree.of(name))).append(indented ? ": " : ":");
    }

    private void open(char bracket) {
        out.append(bracket);
        depth++;
        first = true;
    }

    /// Before a field or a value of a list.
    private void next() {
        if (!first) {
            out.append(',');
        }
        first = false;
        line();
    }

    private void close(char bracket) {
        depth--;
        if (!first) {
            line();
        }
        out.append(bracket);
        first = false;
    }

    private void line() {
        if (indented) {
            out.append('\n').repeat(' ', depth);
        }
    }
}
