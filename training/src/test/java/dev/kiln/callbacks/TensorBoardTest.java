package dev.kiln.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.events.History;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Sequential;
import dev.kiln.optimizers.SGD;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TensorBoardTest {
    private static final float[][] X = {{1}, {2}, {3}, {4}};
    private static final float[] Y = {2, 4, 6, 8};

    @TempDir private Path folder;

    /// One number of a log file.
    private record Scalar(String tag, long step, float value) {}

    private History fit(TensorBoard board) {
        var model = Sequential.of(new Input(1), new Dense(1));
        model.compile(
                CompileOptions.of(new SGD(0.01), "mse", "mean_absolute_error")
                        .withChecks(Checks.OFF));
        return model.fit(
                X,
                Y,
                new FitOptions(2)
                        .withBatchSize(1)
                        .withValidationSplit(0.25)
                        .withChecks(Checks.OFF)
                        .withCallbacks(List.of(board)));
    }

    private List<Scalar> scalars(String part) throws IOException {
        try (var files = Files.list(folder.resolve(part))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            assertThat(all.getFirst().getFileName().toString()).contains("tfevents");
            return read(Files.readAllBytes(all.getFirst()));
        }
    }

    /// Reads records, checks both checksums of each, and takes the scalars out.
    private static List<Scalar> read(byte[] bytes) {
        var file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var scalars = new ArrayList<Scalar>();
        for (int record = 0; file.hasRemaining(); record++) {
            byte[] length = new byte[8];
            file.get(length);
            assertThat(file.getInt()).isEqualTo(masked(length));
            byte[] data = new byte[(int) ByteBuffer.wrap(length).order(file.order()).getLong()];
            file.get(data);
            assertThat(file.getInt()).isEqualTo(masked(data));
            var event = new Fields(data);
            if (record == 0) {
                assertThat(event.text(3)).isEqualTo("brain.Event:2");
            } else {
                Fields value = event.message(5).message(1);
                assertThat(value.message(9).message(1).text(1)).isEqualTo("scalars");
                Fields tensor = value.message(8);
                assertThat(tensor.number(1)).isEqualTo(1);
                float number = ByteBuffer.wrap(tensor.bytes(5)).order(file.order()).getFloat();
                scalars.add(new Scalar(value.text(1), event.number(2), number));
            }
        }
        return scalars;
    }

    private static int masked(byte[] data) {
        var checksum = new CRC32C();
        checksum.update(data);
        long value = checksum.getValue();
        return (int) ((value >>> 15 | value << 17 & 0xffffffffL) + 0xa282ead8L);
    }

    /// The fields of a message, each of which stands once.
    private static final class Fields {
        private final Map<Integer, Object> fields = new HashMap<>();

        Fields(byte[] message) {
            var left = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
            while (left.hasRemaining()) {
                int key = (int) varint(left);
                Object value =
                        switch (key & 7) {
                            case 0 -> varint(left);
                            case 1 -> left.getDouble();
                            case 2 -> {
                                byte[] bytes = new byte[(int) varint(left)];
                                left.get(bytes);
                                yield bytes;
                            }
                            default -> throw new AssertionError("wire type of key " + key);
                        };
                assertThat(fields.put(key >>> 3, value)).isNull();
            }
        }

        private static long varint(ByteBuffer from) {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = from.get();
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        byte[] bytes(int field) {
            return (byte[]) fields.get(field);
        }

        long number(int field) {
            return (Long) fields.get(field);
        }

        String text(int field) {
            return new String(bytes(field), StandardCharsets.UTF_8);
        }

        Fields message(int field) {
            return new Fields(bytes(field));
        }
    }

    private static Scalar scalar(String tag, long step, double value) {
        return new Scalar(tag, step, (float) value);
    }

    @Test
    void each_epoch_gives_its_scores_and_learning_rate_under_the_names_of_keras()
            throws IOException {
        History history = fit(new TensorBoard(folder.toString()));
        assertThat(scalars("train"))
                .containsExactly(
                        scalar("epoch_learning_rate", 0, 0.01),
                        scalar("epoch_loss", 0, history.get("loss")[0]),
                        scalar(
                                "epoch_mean_absolute_error",
                                0,
                                history.get("mean_absolute_error")[0]),
                        scalar("epoch_learning_rate", 1, 0.01),
                        scalar("epoch_loss", 1, history.get("loss")[1]),
                        scalar(
                                "epoch_mean_absolute_error",
                                1,
                                history.get("mean_absolute_error")[1]));
        assertThat(scalars("validation"))
                .contains(
                        scalar("epoch_loss", 1, history.get("val_loss")[1]),
                        scalar("evaluation_loss_vs_iterations", 3, history.get("val_loss")[0]),
                        scalar("evaluation_loss_vs_iterations", 6, history.get("val_loss")[1]))
                .hasSize(8);
    }

    @Test
    void batches_are_written_as_often_as_asked_for() throws IOException {
        fit(new TensorBoard(folder.toString()).withUpdateFreq("2"));
        assertThat(scalars("train"))
                .filteredOn(scalar -> scalar.tag().equals("batch_loss"))
                .extracting(Scalar::step)
                .containsExactly(2L, 4L, 6L);
    }

    @Test
    void every_batch_can_be_written() throws IOException {
        fit(new TensorBoard(folder.toString()).withUpdateFreq("batch"));
        assertThat(scalars("train"))
                .filteredOn(scalar -> scalar.tag().startsWith("batch_"))
                .hasSize(12);
    }

    @Test
    void another_update_freq_is_answered_with_what_it_may_be() {
        for (String wrong : List.of("step", "0", "-1", "2.5", "")) {
            assertThatThrownBy(() -> new TensorBoard("logs", wrong))
                    .hasMessage(
                            "E126: update_freq is \"epoch\", \"batch\" or a whole number above 0, not "
                                    + wrong
                                    + ".\n  Type: tensorboard(update_freq=100)");
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        assertThatThrownBy(() -> fit(new TensorBoard(file.toString())))
                .hasMessageStartingWith("E192: tensorboard cannot write into " + file + ":");
    }
}
