package dev.kiln.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.callbacks.BackupAndRestore;
import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.EarlyStopping;
import dev.kiln.callbacks.ReduceLROnPlateau;
import dev.kiln.callbacks.Trainee;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.events.History;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Input;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;
import dev.kiln.model.Sequential;
import dev.kiln.optimizers.Adam;
import dev.kiln.optimizers.SGD;
import dev.kiln.runtime.Native;
import dev.kiln.schedules.CosineDecay;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Fits that end in the middle and go on in a model of their own, beside one that never ended.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ResumedFitTest {
    private static final int EPOCHS = 6;
    private static final int BATCHES = 5;

    @TempDir Path folder;

    /// How a fit gets its rows, and what changes its learning rate.
    enum Fit {
        BATCHES_OF_A_LIST_UNDER_A_SCHEDULE {
            @Override
            History run(Model model, List<Callback> callbacks) {
                return model.fit(batches(), options(callbacks));
            }
        },
        BATCHES_WITHOUT_END_UNDER_A_SCHEDULE {
            @Override
            History run(Model model, List<Callback> callbacks) {
                return model.fit(batches(), options(callbacks).withStepsPerEpoch(3));
            }
        },
        ROWS_UNDER_CALLBACKS_THAT_REMEMBER {
            @Override
            Model model() {
                return network().compile(new SGD(0.1).withMomentum(0.9), "mse", "mae");
            }

            @Override
            History run(Model model, List<Callback> callbacks) {
                var all = new ArrayList<Callback>();
                all.add(new ReduceLROnPlateau("loss").withPatience(0).withMinDelta(0.5));
                all.add(new EarlyStopping("loss").withPatience(4).withRestoreBestWeights(true));
                all.addAll(callbacks);
                return model.fit(inputs(20), targets(20), options(all).withBatchSize(4));
            }
        };

        abstract History run(Model model, List<Callback> callbacks);

        Model model() {
            return network()
                    .compile(new Adam().withLearningRate(new CosineDecay(0.05, 20)), "mse", "mae");
        }

        static Model network() {
            return Sequential.of(
                    new Input(3), new Dense(8, "tanh"), new Dropout(0.2), new Dense(1));
        }

        static FitOptions options(List<Callback> callbacks) {
            return new FitOptions(EPOCHS).withSeed(3).withCallbacks(callbacks);
        }
    }

    private static float[][] inputs(int rows) {
        var random = new Random(11);
        var x = new float[rows][3];
        for (float[] row : x) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return x;
    }

    private static float[] targets(int rows) {
        var y = new float[rows];
        float[][] x = inputs(rows);
        for (int i = 0; i < rows; i++) {
            y[i] = x[i][0] - 2 * x[i][1] * x[i][2];
        }
        return y;
    }

    private static List<Dataset> batches() {
        var batches = new ArrayList<Dataset>();
        for (int i = 0; i < BATCHES; i++) {
            int rows = 3 + i;
            batches.add(
                    Dataset.of(
                            FloatArray.of(inputs(rows)),
                            FloatArray.of(Shape.of(rows, 1), targets(rows))));
        }
        return batches;
    }

    private static final class Ended extends RuntimeException {}

    private static Callback endsAfter(long steps) {
        return new Callback() {
            @Override
            public void onTrainBatchEnd(int batch, Map<String, Double> logs, Trainee trainee) {
                if (trainee.steps() == steps) {
                    throw new Ended();
                }
            }
        };
    }

    private static Map<String, Object> result(Model model, History history) {
        var result = new LinkedHashMap<String, Object>();
        result.put("weights", model.weights().values());
        var optimizer = new ArrayList<Object>();
        model.training().optimizerState().forEach(slot -> optimizer.add(slot.numbers()));
        result.put("optimizer", optimizer);
        result.put("steps", model.training().steps());
        result.put("epochs", model.training().epochs());
        result.put("history", history.scores());
        return result;
    }

    @ParameterizedTest
    @EnumSource
    void a_fit_that_ended_anywhere_goes_on_with_the_bits_of_one_that_did_not(Fit fit) {
        Model whole = fit.model();
        var expected = result(whole, fit.run(whole, List.of(endsAfter(-1), endsAfter(-1))));
        for (long steps : new long[] {1, 5, 12}) {
            var backup =
                    new BackupAndRestore(folder.resolve("at" + steps).toString(), 2, true, false);
            Model first = fit.model();
            assertThatThrownBy(() -> fit.run(first, List.of(backup, endsAfter(steps))))
                    .isInstanceOf(Ended.class);
            Model second = fit.model();
            assertThat(result(second, fit.run(second, List.of(backup, endsAfter(-1)))))
                    .as("ended after step " + steps)
                    .usingRecursiveComparison()
                    .isEqualTo(expected);
        }
    }

    @Test
    void a_backup_holds_the_kernels_and_the_shares_of_its_batches() {
        var backup = new BackupAndRestore(folder.toString()).withDeleteCheckpoint(false);
        SmallFit.run(8, backup);
        var state = ModelFiles.find().loadCheckpoint(folder.resolve("checkpoint.kiln"));
        assertThat(state.get("kernels")).isEqualTo(Native.variant());
        assertThat(((Map<?, ?>) state.get("shares")).values().toString()).isEqualTo("[1]");
    }

    @Test
    void a_fit_says_when_it_goes_on_with_other_kernels() {
        var backup = new BackupAndRestore(folder.toString()).withDeleteCheckpoint(false);
        SmallFit.run(8, backup);
        Path file = folder.resolve("checkpoint.kiln");
        var state = new LinkedHashMap<String, Object>(ModelFiles.find().loadCheckpoint(file));
        assertThat(SmallFit.run(8, backup).toString()).doesNotContain("W197");
        state.put("kernels", "linux-ppc64le");
        ModelFiles.find().saveCheckpoint(file, state);
        assertThat(SmallFit.run(8, backup).toString())
                .contains("W197")
                .contains(
                        "the backup was made with other kernels (linux-ppc64le), here they are others ("
                                + Native.variant());
    }

    @Test
    void a_fit_goes_on_with_as_many_shares_as_it_began_with() {
        var backup = new BackupAndRestore(folder.toString()).withDeleteCheckpoint(false);
        SmallFit.run(8, backup);
        Path file = folder.resolve("checkpoint.kiln");
        var state = new LinkedHashMap<String, Object>(ModelFiles.find().loadCheckpoint(file));
        var shares = new LinkedHashMap<String, Object>();
        ((Map<?, ?>) state.get("shares")).forEach((shape, _) -> shares.put((String) shape, 2L));
        state.put("shares", shares);
        state.put("epoch", 1L);
        ModelFiles.find().saveCheckpoint(file, state);
        SmallFit.run(8, backup);
        assertThat(ModelFiles.find().loadCheckpoint(file).get("shares")).isEqualTo(shares);
    }
}
