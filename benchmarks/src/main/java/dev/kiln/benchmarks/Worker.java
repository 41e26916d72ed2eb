package dev.kiln.benchmarks;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.data.files.NumpyFile;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Weight;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Answers `run.py`, one line for each line that it is asked; `peers/` has the same in Python.
///
/// | asked | does | answers |
/// |---|---|---|
/// | `open CASE FOLDER` | reads the data, and forgets the model | `rows=` |
/// | `model 0` or `model 1` | a fresh model with the first weights of the folder, without or with dropout | `seconds=` |
/// | `train EPOCHS SHUFFLE` | fits | `loss=` of the last epoch, `seconds=` |
/// | `evaluate TIMES`, `predict TIMES` | over all rows, in batches of the case | `seconds=` |
/// | `warm-up` | fits a fresh process for 200 steps or some seconds | `first_us=`, `later_us=`: a step among the first 100, and among the last 100 |
/// | `windows` | fits a fresh process for some seconds | `w0=`, `w1=`, …: microseconds of a step in each fifth of a second |
/// | `look` | looks at as many gradients as the model has weights | `us=` of one look for numbers that are not finite |
/// | `batch ROWS` | changes how many rows a step has | |
/// | `table ROWS COLUMNS BATCH` | random numbers, and a small model for them | `bytes=` of the data |
/// | `family BATCH SHAPE TOKENS LAYERS` | random rows, and a model of these layers alone | `rows=` |
/// | `start LAYERS` | ND4J at work, then a fresh network of so many dense layers: compile and one step | `ms=` |
/// | `small FITS` | as often a fresh network 4-16-3, compiled and fitted for 500 steps of 32 rows | `ms=` of the quickest |
/// | `save FILE`, `load FILE` | the model | `bytes=` of the file |
///
/// `cpu=` is always the processor time of the whole process, in seconds. What fails is answered with `error`.
public final class Worker {
    private Case measured = Case.ALL.getFirst();
    private Dataset data = Dataset.of(new float[][] {{0}});
    private Path folder = Path.of(".");
    private Model model = measured.model(true);
    private int batch = measured.batch();

    private Worker() {}

    public static void main(String[] arguments) throws IOException {
        // Whatever else is printed must not look like an answer.
        PrintStream answers = System.out;
        System.setOut(System.err);
        var worker = new Worker();
        var asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        answers.println("ready");
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            answers.println(worker.answer(line.split(" ")));
        }
    }

    private String answer(String[] words) {
        long began = System.nanoTime();
        long used = processorTime();
        try {
            String answer =
                    switch (words[0]) {
                        case "open" -> open(words[1], Path.of(words[2]));
                        case "model" -> build(words[1].equals("1"));
                        case "train" -> train(Integer.parseInt(words[1]), words[2].equals("1"));
                        case "evaluate" -> evaluate(Integer.parseInt(words[1]));
                        case "predict" -> predict(Integer.parseInt(words[1]));
                        case "warm-up" -> warmUp();
                        case "windows" -> windows();
                        case "look" ->
                                "us=" + Look.microseconds(Math.toIntExact(model.weights().size()));
                        case "batch" -> batch(Integer.parseInt(words[1]));
                        case "table" ->
                                use(
                                        Alone.table(
                                                Integer.parseInt(words[1]),
                                                Integer.parseInt(words[2]),
                                                Integer.parseInt(words[3])));
                        case "family" ->
                                use(
                                        Alone.family(
                                                Integer.parseInt(words[1]),
                                                words[2],
                                                Integer.parseInt(words[3]),
                                                words[4]));
                        case "start" -> "ms=" + Start.first(Integer.parseInt(words[1]));
                        case "small" -> "ms=" + Start.small(Integer.parseInt(words[1]));
                        case "save" -> save(words[1]);
                        case "load" -> load(words[1]);
                        default -> throw new IllegalArgumentException("unknown: " + words[0]);
                    };
            return String.format(
                    Locale.ROOT,
                    "ok seconds=%.9f cpu=%.9f %s",
                    (System.nanoTime() - began) / 1e9,
                    (processorTime() - used) / 1e9,
                    answer);
        } catch (IllegalArgumentException | UserError e) {
            return "error " + e.getMessage();
        }
    }

    private static long processorTime() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private String open(String name, Path folder) {
        this.measured = Case.of(name);
        this.batch = measured.batch();
        this.folder = folder;
        this.data = Dataset.of(read(folder.resolve("x.npy")), read(folder.resolve("y.npy")));
        return "rows=" + data.rows();
    }

    private static FloatArray read(Path file) {
        return switch (Objects.requireNonNull(NumpyFile.read(file).get("x"))) {
            case NumpyFile.Content.Numbers numbers -> numbers.array();
            case NumpyFile.Content.Objects _ ->
                    throw new IllegalArgumentException(file + " holds no numbers");
        };
    }

    private String build(boolean isDropping) {
        model = measured.model(isDropping);
        int number = 0;
        for (Weight weight : model.weights().all()) {
            weight.set(read(folder.resolve("weight-%02d.npy".formatted(number++))).toArray());
        }
        return "weights=" + number;
    }

    private String train(int epochs, boolean isShuffled) {
        var options = new FitOptions(epochs).withBatchSize(batch).withShuffle(isShuffled);
        return "loss=" + model.fit(data, options).last("loss");
    }

    private String evaluate(int times) {
        double loss = 0;
        for (int i = 0; i < times; i++) {
            loss = model.training().evaluate(data, batch).loss();
        }
        return "loss=" + loss;
    }

    private String predict(int times) {
        float last = 0;
        for (int i = 0; i < times; i++) {
            FloatArray predicted = model.training().predict(data, batch).getFirst();
            last = predicted.get(predicted.size() - 1);
        }
        return "last=" + last;
    }

    private String batch(int rows) {
        this.batch = rows;
        return "";
    }

    private String use(Alone alone) {
        this.model = alone.model();
        this.data = alone.data();
        this.batch = alone.batch();
        long numbers = data.x().size() + data.y().size();
        return "rows=" + data.rows() + " bytes=" + numbers * Float.BYTES;
    }

    private String warmUp() {
        var times = new StepTimes();
        var options = new FitOptions(Integer.MAX_VALUE).withBatchSize(batch);
        model.fit(data, options.withCallbacks(List.of(times)).withStop(times::isEnough));
        return "first_us=%s later_us=%s".formatted(times.first(), times.later());
    }

    private String windows() {
        var times = new StepTimes();
        var options = new FitOptions(Integer.MAX_VALUE).withBatchSize(batch);
        model.fit(data, options.withCallbacks(List.of(times)).withStop(times::isEnough));
        var said = new StringBuilder();
        int number = 0;
        for (double window : times.windows()) {
            said.append(" w").append(number++).append('=').append(window);
        }
        return said.toString().strip();
    }

    private String save(String file) {
        model.save(file);
        return "bytes=" + Path.of(file).toFile().length();
    }

    private String load(String file) {
        model = Model.load(file);
        return "weights=" + model.weights().all().size();
    }
}
