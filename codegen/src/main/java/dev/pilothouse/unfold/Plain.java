package dev.pilothouse.unfold;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Optional;

/// Plain code for a call that the JVM would otherwise link at its first run.
sealed interface Plain permits TypeSwitch, RecordMethod {
    /// What the code takes and gives, as the call did.
    MethodTypeDesc type();

    /// Writes the body of a static method.
    void write(CodeBuilder code);

    /// @return none for a call that stays as it is
    static Optional<Plain> of(InvokeDynamicInstruction call) {
        String bootstrap = call.bootstrapMethod().owner().descriptorString();
        List<ConstantDesc> arguments = call.bootstrapArgs();
        return switch (bootstrap) {
            case "Ljava/lang/runtime/SwitchBootstraps;" -> TypeSwitch.of(call.bootstrapMethod().methodName(), call.typeSymbol(), arguments);
            case "Ljava/lang/runtime/ObjectMethods;" -> RecordMethod.of(call.name().stringValue(), call.typeSymbol(), arguments);
            default -> Optional.empty();
        };
    }
}
