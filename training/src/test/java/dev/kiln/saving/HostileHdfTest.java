package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;

import dev.kiln.catalog.UserError;
import dev.kiln.golden.Golden;
import dev.kiln.model.Model;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipInputStream;

/// HDF5 files that h5py wrote with what a stranger could put in: links in a circle, into another file of the disk, arrays
/// kept in another file, arrays of a size that no file has. `elsewhere.h5` is the other file.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HostileHdfTest {
    private static final long MOST_MEMORY = 16L << 20;

    @TempDir Path folder;

    private List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        try (var zip =
                new ZipInputStream(
                        Objects.requireNonNull(
                                HostileHdfTest.class.getResourceAsStream(
                                        "/saving/hostile-hdf5.zip")))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.write(file, zip.readAllBytes());
                files.add(file);
            }
        }
        return files;
    }

    @Test
    void links_in_circles_other_files_and_sizes_without_numbers_are_refused() throws IOException {
        Model model = Model.load(Golden.file("saved/mlp.keras").toString());
        var before = model.weights().values();
        var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var files = files();
        assertThat(files).hasSize(12);
        for (Path file : files) {
            long allocated = memory.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(() -> model.loadWeights(file.toString()))
                    .as(file.toString())
                    .isInstanceOf(UserError.class)
                    .message()
                    .matches("(?s)E19[23]: .*");
            assertThat(memory.getCurrentThreadAllocatedBytes() - allocated)
                    .as(file.toString())
                    .isLessThan(MOST_MEMORY);
        }
        assertThat(model.weights().values()).usingRecursiveComparison().isEqualTo(before);
    }
}
