package dev.pilothouse.unfold;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Replaces the calls in a class that the JVM would link at their first run by calls of methods that it writes into the class.
///
/// @param types how types stand to each other, which the frames of changed methods tell
record Classes(ClassHierarchyResolver types) {
    /// @return the array itself when nothing is to do
    byte[] unfold(byte[] before) {
        ClassModel model = ClassFile.of().parse(before);
        if (model.methods().stream().noneMatch(Classes::isToUnfold)) {
            return before;
        }
        ClassFile file = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                types.orElse(ClassHierarchyResolver.defaultResolver()).cached()));
        byte[] after = file.transformClass(model, new Replacing(model));
        List<VerifyError> errors = file.verify(after);
        if (!errors.isEmpty()) {
            throw new IllegalStateException(model.thisClass().asInternalName() + ": " + errors);
        }
        return after;
    }

    private static boolean isToUnfold(MethodModel method) {
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .anyMatch(element -> plain(element).isPresent());
    }

    private static Optional<Plain> plain(Object element) {
        return element instanceof InvokeDynamicInstruction call ? Plain.of(call) : Optional.empty();
    }

    /// One pass over a class; what is written into it comes last.
    private static final class Replacing implements ClassTransform {
        private final ClassDesc owner;
        private final boolean isInterface;
        private final List<Plain> written = new ArrayList<>();

        Replacing(ClassModel model) {
            this.owner = model.thisClass().asSymbol();
            this.isInterface = model.flags().has(AccessFlag.INTERFACE);
        }

        @Override
        public void accept(ClassBuilder builder, ClassElement element) {
            if (element instanceof MethodModel method && isToUnfold(method)) {
                builder.transformMethod(method, MethodTransform.transformingCode(this::replace));
            } else {
                builder.with(element);
            }
        }

        private void replace(CodeBuilder code, CodeElement element) {
            Optional<Plain> plain = plain(element);
            if (plain.isEmpty()) {
                code.with(element);
                return;
            }
            code.invokestatic(owner, name(written.size()), plain.get().type(), isInterface);
            written.add(plain.get());
        }

        @Override
        public void atEnd(ClassBuilder builder) {
            for (int number = 0; number < written.size(); number++) {
                Plain plain = written.get(number);
                builder.withMethodBody(
                        name(number),
                        plain.type(),
                        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                        plain::write);
            }
        }

        private static String name(int number) {
            return "unfolded$" + number;
        }
    }
}
