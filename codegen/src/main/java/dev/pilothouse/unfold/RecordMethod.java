package dev.pilothouse.unfold;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Optional;

/// What a record says of its components, all of them in order; the contract of `ObjectMethods.bootstrap`.
sealed interface RecordMethod extends Plain {
    /// A component.
    record Component(String name, ClassDesc type) {}

    ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

    ClassDesc owner();

    List<Component> components();

    /// @return none for `toString`: no start depends on it
    static Optional<Plain> of(String name, MethodTypeDesc type, List<ConstantDesc> arguments) {
        ClassDesc owner = (ClassDesc) arguments.getFirst();
        List<Component> components = arguments.stream()
                .skip(2)
                .map(it -> (DirectMethodHandleDesc) it)
                .map(it -> new Component(it.methodName(), it.invocationType().returnType()))
                .toList();
        return switch (name) {
            case "equals" -> Optional.of(new Equals(type, owner, components));
            case "hashCode" -> Optional.of(new HashCode(type, owner, components));
            default -> Optional.empty();
        };
    }

    /// @param type (the record, Object) boolean
    record Equals(MethodTypeDesc type, ClassDesc owner, List<Component> components) implements RecordMethod {
        @Override
        public void write(CodeBuilder code) {
            Label other = code.newLabel();
            Label unequal = code.newLabel();
            code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn();
            code.labelBinding(other);
            code.aload(1).instanceOf(owner).ifeq(unequal);
            code.aload(1).checkcast(owner).astore(2);
            for (Component component : components) {
                code.aload(0).getfield(owner, component.name(), component.type());
                code.aload(2).getfield(owner, component.name(), component.type());
                compare(code, component.type(), unequal);
            }
            code.iconst_1().ireturn();
            code.labelBinding(unequal).iconst_0().ireturn();
        }

        private static void compare(CodeBuilder code, ClassDesc type, Label unequal) {
            switch (TypeKind.from(type)) {
                case LONG -> code.lcmp().ifne(unequal);
                case FLOAT, DOUBLE -> code.invokestatic(box(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type))
                        .ifne(unequal);
                case REFERENCE -> code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object))
                        .ifeq(unequal);
                default -> code.if_icmpne(unequal);
            }
        }
    }

    /// @param type (the record) int
    record HashCode(MethodTypeDesc type, ClassDesc owner, List<Component> components) implements RecordMethod {
        @Override
        public void write(CodeBuilder code) {
            code.iconst_0();
            for (Component component : components) {
                code.bipush(31).imul();
                code.aload(0).getfield(owner, component.name(), component.type());
                ClassDesc holder = component.type().isPrimitive() ? box(component.type()) : OBJECTS;
                ClassDesc taken = component.type().isPrimitive() ? component.type() : ConstantDescs.CD_Object;
                code.invokestatic(holder, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, taken));
                code.iadd();
            }
            code.ireturn();
        }
    }

    private static ClassDesc box(ClassDesc primitive) {
        return switch (TypeKind.from(primitive)) {
            case BOOLEAN -> ConstantDescs.CD_Boolean;
            case BYTE -> ConstantDescs.CD_Byte;
            case CHAR -> ConstantDescs.CD_Character;
            case SHORT -> ConstantDescs.CD_Short;
            case INT -> ConstantDescs.CD_Integer;
            case LONG -> ConstantDescs.CD_Long;
            case FLOAT -> ConstantDescs.CD_Float;
            case DOUBLE -> ConstantDescs.CD_Double;
            default -> throw new IllegalArgumentException(primitive.descriptorString());
        };
    }
}
