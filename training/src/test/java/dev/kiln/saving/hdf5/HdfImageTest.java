package dev.kiln.saving.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.tensor.Shape;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HdfImageTest {
    private static ArrayContent floats(Shape shape, float... numbers) {
        var values = MemorySegment.ofArray(new byte[numbers.length * Float.BYTES]);
        MemorySegment.copy(numbers, 0, values, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, numbers.length);
        return ArrayContent.floats(shape, values);
    }

    private static byte[] written(GroupContent root) {
        var image = new HdfImage(root);
        var bytes = new ByteArrayOutputStream();
        try {
            image.write(part -> bytes.writeBytes(part.toArray(ValueLayout.JAVA_BYTE)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(bytes.size()).isEqualTo(image.size());
        return bytes.toByteArray();
    }

    private static Dataset array(HdfFile file, String path) {
        return file.getDatasetByPath(path);
    }

    @Test
    void groups_arrays_and_texts_come_back() {
        var root = new GroupContent();
        root.text("name", "the model");
        root.group("layers/dense/vars").array("0", floats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
        root.group("layers/dense/vars").array("1", floats(Shape.of(3), -1, Float.NaN, 1e-40f));
        root.group("layers/dense").text("name", "größer");
        root.group("optimizer/vars").array("0", ArrayContent.of(1L << 40));
        root.group("optimizer/vars").array("1", floats(Shape.of(), 0.5f));
        try (HdfFile file = HdfFile.fromBytes(written(root))) {
            assertThat(file.getAttribute("name").getData()).isEqualTo("the model");
            assertThat(file.getByPath("/layers/dense").getAttribute("name").getData())
                    .isEqualTo("größer");
            assertThat(array(file, "layers/dense/vars/0").getData())
                    .isEqualTo(new float[][] {{1, 2, 3}, {4, 5, 6}});
            assertThat(array(file, "layers/dense/vars/1").getData())
                    .isEqualTo(new float[] {-1, Float.NaN, 1e-40f});
            assertThat(array(file, "optimizer/vars/0").getData()).isEqualTo(1L << 40);
            assertThat(array(file, "optimizer/vars/1").getData()).isEqualTo(0.5f);
        }
    }

    @Test
    void an_array_without_numbers_keeps_its_shape() {
        var root = new GroupContent();
        root.array("none", floats(Shape.of(0, 4)));
        root.array("one", floats(Shape.of(1), 7));
        try (HdfFile file = HdfFile.fromBytes(written(root))) {
            assertThat(array(file, "none").getDimensions()).containsExactly(0, 4);
            assertThat(array(file, "one").getData()).isEqualTo(new float[] {7});
        }
    }

    @Test
    void a_group_may_hold_thousands() {
        var root = new GroupContent();
        for (int i = 0; i < 3_000; i++) {
            root.group("layers/dense_" + i + "/vars").array("0", floats(Shape.of(1), i));
        }
        try (HdfFile file = HdfFile.fromBytes(written(root))) {
            for (int i : List.of(0, 1, 1_499, 2_999)) {
                assertThat(array(file, "layers/dense_" + i + "/vars/0").getData())
                        .isEqualTo(new float[] {i});
            }
        }
    }

    @Test
    void the_checksum_is_that_of_its_authors_examples() {
        assertThat(Checksum.of(new byte[0])).isEqualTo(0xDEADBEEF);
        assertThat(
                        Checksum.of(
                                "Four score and seven years ago"
                                        .getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(0x17770551);
    }
}
