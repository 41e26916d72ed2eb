package dev.kiln.kernel.java;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.List;

/// Whether this JVM runs Java's preview features, and the compiler's options that allow them in cells.
///
/// Source: The Java Virtual Machine Specification, section 4.1: class files that depend on preview features have the
/// minor version 65535, and a JVM without `--enable-preview` refuses them.
public final class Preview {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int PREVIEW_MINOR = 65535;
    private static final int FIRST_MAJOR = 44;

    private Preview() {}

    /// Empty where this JVM was started without `--enable-preview`.
    public static List<String> compilerOptions() {
        return isOn()
                ? List.of(
                        "--enable-preview",
                        "--source",
                        Integer.toString(Runtime.version().feature()))
                : List.of();
    }

    private static boolean isOn() {
        try {
            MethodHandles.lookup().defineHiddenClass(emptyClass(), false);
            return true;
        } catch (UnsupportedClassVersionError off) {
            return false;
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The smallest class that there is, marked as one that depends on preview features.
    private static byte[] emptyClass() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeShort(PREVIEW_MINOR);
            out.writeShort(FIRST_MAJOR + Runtime.version().feature());
            out.writeShort(5);
            constantClass(out, Preview.class.getPackageName().replace('.', '/') + "/Empty", 2);
            constantClass(out, "java/lang/Object", 4);
            int[] flagsAndCounts = {0x1020, 1, 3, 0, 0, 0, 0};
            for (int number : flagsAndCounts) {
                out.writeShort(number);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void constantClass(DataOutputStream out, String name, int nameIndex)
            throws IOException {
        out.writeByte(7);
        out.writeShort(nameIndex);
        out.writeByte(1);
        out.writeUTF(name);
    }
}
