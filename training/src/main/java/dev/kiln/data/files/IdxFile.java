package dev.kiln.data.files;

import dev.kiln.catalog.UserError;
import dev.kiln.data.FloatArray;
import dev.kiln.tensor.Shape;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.zip.GZIPInputStream;

/// Reads the IDX files of MNIST and its relatives, compressed with gzip: bytes without sign, any number of dimensions.
///
/// Source: "The IDX file format" on the MNIST page of LeCun, Cortes and Burges.
public final class IdxFile {
    private static final int UNSIGNED_BYTE = 8;

    private IdxFile() {}

    /// @throws UserError E126 where the file is no such file
    public static FloatArray read(Path file) {
        try (var bytes =
                new DataInputStream(
                        new BufferedInputStream(
                                new GZIPInputStream(Files.newInputStream(file)), 1 << 16))) {
            int magic = bytes.readInt();
            if (magic >>> 8 != UNSIGNED_BYTE) {
                throw new IOException("it does not begin as IDX files of bytes do");
            }
            var sizes = new ArrayList<Integer>();
            for (int axis = 0; axis < (magic & 0xFF); axis++) {
                sizes.add(bytes.readInt());
            }
            Shape shape = new Shape(sizes);
            MemorySegment memory = FloatArray.allocate(shape);
            for (long i = 0; i < shape.size(); i++) {
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, bytes.readUnsignedByte());
            }
            return FloatArray.of(shape, memory);
        } catch (IOException e) {
            throw new UserError(
                    "E126",
                    file.getFileName()
                            + " cannot be read: "
                            + (e.getMessage() == null ? "it is cut short" : e.getMessage())
                            + ".",
                    "Delete " + file + ", then type the line again.",
                    e);
        }
    }
}
