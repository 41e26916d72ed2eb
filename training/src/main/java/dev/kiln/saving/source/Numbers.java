package dev.kiln.saving.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/// Numbers as they stand in a program.
final class Numbers {
    /// A string literal may have 65,535 bytes; these become 61,440 letters, in whole groups of three.
    private static final int BYTES_A_LITERAL = 46_080;

    private static final int SHORT = 8;

    private Numbers() {}

    static String literal(Formulas formulas, List<Float> values) {
        var numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i);
        }
        return of(formulas, numbers);
    }

    /// An expression that gives the numbers, bit for bit.
    static String of(Formulas formulas, float[] values) {
        var code = new StringBuilder();
        if (values.length <= SHORT) {
            code.append("new float[] {");
            for (int i = 0; i < values.length; i++) {
                code.append(i == 0 ? "" : ", ").append(Code.number(values[i]));
            }
            return code.append("}").toString();
        }
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        code.append(formulas.use("numbers")).append("(").append(values.length);
        var part = new byte[BYTES_A_LITERAL];
        while (bytes.hasRemaining()) {
            int count = Math.min(part.length, bytes.remaining());
            bytes.get(part, 0, count);
            code.append(",\n            \"")
                    .append(
                            Base64.getEncoder()
                                    .encodeToString(
                                            count == part.length
                                                    ? part
                                                    : java.util.Arrays.copyOf(part, count)))
                    .append('"');
        }
        return code.append(")").toString();
    }
}
