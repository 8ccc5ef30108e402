package dev.pilothouse.unfold;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which of these types a value has: the first one's number from a given one on, their count when none, and -1 for null; the
/// contract of `SwitchBootstraps.typeSwitch`.
///
/// @param type (some reference, int) int
record TypeSwitch(MethodTypeDesc type, List<ClassDesc> labels) implements Plain {
    /// @return none for a switch that has other labels than types
    static Optional<Plain> of(String bootstrap, MethodTypeDesc type, List<ConstantDesc> arguments) {
        List<ClassDesc> labels = new ArrayList<>();
        for (ConstantDesc argument : arguments) {
            if (!(argument instanceof ClassDesc label)) {
                return Optional.empty();
            }
            labels.add(label);
        }
        return bootstrap.equals("typeSwitch") ? Optional.of(new TypeSwitch(type, labels)) : Optional.empty();
    }

    @Override
    public void write(CodeBuilder code) {
        Label some = code.newLabel();
        code.aload(0).ifnonnull(some).iconst_m1().ireturn().labelBinding(some);
        for (int number = 0; number < labels.size(); number++) {
            Label next = code.newLabel();
            code.aload(0).instanceOf(labels.get(number)).ifeq(next);
            code.iload(1).loadConstant(number).if_icmpgt(next);
            code.loadConstant(number).ireturn();
            code.labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }
}
