package dev.kiln.kernel.java;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.Set;

/// Puts a stop check at the start of each method of a cell and before each jump back, so that no loop and no
/// recursion of a cell outlives its interrupt; turns calls that would end the process into the end of the cell, and shows what child processes print.
final class StopChecks {
    private static final ClassDesc CELL_CODE = ClassDesc.of(CellCode.class.getName());
    private static final ClassDesc RUNTIME = ClassDesc.of("java.lang.Runtime");
    private static final MethodTypeDesc TAKES_STATUS =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    private static final MethodTypeDesc TAKES_RUNTIME_AND_STATUS =
            MethodTypeDesc.of(ConstantDescs.CD_void, RUNTIME, ConstantDescs.CD_int);

    private static final MethodTypeDesc STARTS_PROCESS =
            MethodTypeDesc.of(
                    ClassDesc.of("java.lang.Process"), ClassDesc.of("java.lang.ProcessBuilder"));

    private StopChecks() {}

    /// @param loader finds the classes that the code mentions
    /// @return the class with its checks
    static byte[] weave(byte[] classFile, ClassLoader loader) {
        ClassFile context =
                ClassFile.of(
                        ClassFile.ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.defaultResolver()
                                        .orElse(ClassHierarchyResolver.ofResourceParsing(loader))));
        return context.transformClass(
                context.parse(classFile),
                ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(Weaver::new)));
    }

    private static final class Weaver implements CodeTransform {
        private final Set<Label> passed = new HashSet<>();

        @Override
        public void atStart(CodeBuilder code) {
            check(code);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            switch (element) {
                case LabelTarget target -> passed.add(target.label());
                case BranchInstruction branch when passed.contains(branch.target()) -> check(code);
                case TableSwitchInstruction jump
                        when jump.cases().stream().anyMatch(c -> passed.contains(c.target())) ->
                        check(code);
                case LookupSwitchInstruction jump
                        when jump.cases().stream().anyMatch(c -> passed.contains(c.target())) ->
                        check(code);
                case InvokeInstruction call when endsProcess(call) -> {
                    code.invokestatic(
                            CELL_CODE,
                            "exit",
                            call.opcode() == Opcode.INVOKESTATIC
                                    ? TAKES_STATUS
                                    : TAKES_RUNTIME_AND_STATUS);
                    return;
                }
                case InvokeInstruction call when startsProcess(call) -> {
                    code.invokestatic(CELL_CODE, "start", STARTS_PROCESS);
                    return;
                }
                case InvokeDynamicInstruction call -> {
                    code.invokedynamic(
                            DynamicCallSiteDesc.of(
                                    call.bootstrapMethod(),
                                    call.name().stringValue(),
                                    call.typeSymbol(),
                                    call.bootstrapArgs().stream()
                                            .map(Weaver::watched)
                                            .toArray(ConstantDesc[]::new)));
                    return;
                }
                default -> {}
            }
            code.with(element);
        }

        /// What a method reference like `System::exit` is to call.
        private static ConstantDesc watched(ConstantDesc argument) {
            if (!(argument instanceof DirectMethodHandleDesc method)) {
                return argument;
            }
            String owner = method.owner().descriptorString();
            String call = owner.substring(1, owner.length() - 1) + '.' + method.methodName();
            return switch (call) {
                case "java/lang/System.exit" -> ofCellCode("exit", TAKES_STATUS);
                case "java/lang/Runtime.exit", "java/lang/Runtime.halt" ->
                        ofCellCode("exit", TAKES_RUNTIME_AND_STATUS);
                case "java/lang/ProcessBuilder.start" -> ofCellCode("start", STARTS_PROCESS);
                default -> argument;
            };
        }

        private static ConstantDesc ofCellCode(String name, MethodTypeDesc type) {
            return MethodHandleDesc.ofMethod(
                    DirectMethodHandleDesc.Kind.STATIC, CELL_CODE, name, type);
        }

        private static boolean endsProcess(InvokeInstruction call) {
            String name = call.name().stringValue();
            return switch (call.owner().asInternalName()) {
                case "java/lang/System" -> name.equals("exit");
                case "java/lang/Runtime" -> name.equals("exit") || name.equals("halt");
                default -> false;
            };
        }

        private static boolean startsProcess(InvokeInstruction call) {
            return call.owner().asInternalName().equals("java/lang/ProcessBuilder")
                    && call.name().stringValue().equals("start");
        }

        private static void check(CodeBuilder code) {
            code.invokestatic(CELL_CODE, "check", ConstantDescs.MTD_void);
        }
    }
}
