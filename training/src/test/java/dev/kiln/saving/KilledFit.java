package dev.kiln.saving;

import dev.kiln.callbacks.BackupAndRestore;
import dev.kiln.callbacks.CSVLogger;
import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.EarlyStopping;
import dev.kiln.callbacks.Mode;
import dev.kiln.callbacks.ModelCheckpoint;
import dev.kiln.callbacks.ReduceLROnPlateau;
import dev.kiln.callbacks.Trainee;
import dev.kiln.events.History;
import dev.kiln.layers.BatchNormalization;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Input;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.optimizers.Adam;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A fit with everything that a kill could disturb, as a program of its own: dropout, moving statistics, a shuffled
/// order whose rounds and epochs differ, an optimizer with an average of the weights, and callbacks that remember.
final class KilledFit {
    private static final int EPOCHS = 30;
    private static final int STEPS = 11;

    private KilledFit() {}

    static int steps() {
        return EPOCHS * STEPS;
    }

    /// Says each step on standard output and leaves its result in the folder.
    ///
    /// @param arguments the folder
    public static void main(String[] arguments) throws IOException {
        var said = new PrintStream(System.out, true);
        Path folder = Path.of(arguments[0]);
        CheckpointFile.write(
                run(
                        folder,
                        new BackupAndRestore(folder.resolve("backup").toString(), 3, true, true),
                        said),
                folder.resolve("result"));
    }

    /// @return all that the fit ends with
    static Map<String, Object> run(Path folder, Callback backup, PrintStream said) {
        Model model =
                Sequential.of(
                        new Input(6),
                        new Dense(24, "relu"),
                        new BatchNormalization(),
                        new Dropout(0.3),
                        new Dense(3, "softmax"));
        model.compile(
                new Adam(0.01).withUseEma(true).withGradientAccumulationSteps(2),
                "sparse_categorical_crossentropy",
                "accuracy");
        var random = new Random(7);
        var x = new float[100][6];
        var y = new int[100];
        for (int row = 0; row < x.length; row++) {
            for (int column = 0; column < 6; column++) {
                x[row][column] = (float) random.nextGaussian();
            }
            y[row] = random.nextInt(3);
        }
        var stopping =
                new EarlyStopping("val_loss").withPatience(EPOCHS).withRestoreBestWeights(true);
        var reducing = new ReduceLROnPlateau().withPatience(2).withMinDelta(0.01);
        var logging = new CSVLogger(folder.resolve("log.csv").toString());
        var saving =
                new ModelCheckpoint(
                        folder.resolve("best.weights.h5").toString(),
                        "val_loss",
                        0,
                        true,
                        true,
                        Mode.MIN,
                        "epoch",
                        null);
        Callback saying =
                new Callback() {
                    @Override
                    public void onTrainBatchEnd(
                            int batch, Map<String, Double> logs, Trainee trainee) {
                        said.println("step " + trainee.steps());
                    }
                };
        History history =
                model.fit(
                        x,
                        y,
                        new FitOptions(EPOCHS)
                                .withBatchSize(8)
                                .withStepsPerEpoch(STEPS)
                                .withSeed(5)
                                .withValidationSplit(0.2)
                                .withCallbacks(
                                        List.of(
                                                stopping, reducing, logging, backup, saving,
                                                saying)));
        return result(model, history);
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
        result.put("history's epochs", history.epochs());
        return result;
    }
}
