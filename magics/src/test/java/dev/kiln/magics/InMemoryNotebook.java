package dev.kiln.magics;

import dev.kiln.magics.notebook.CellPart;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Output;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A notebook without a kernel: variables in a map, outputs in a list.
public final class InMemoryNotebook implements Notebook {
    public final Map<String, Object> values = new LinkedHashMap<>();
    public final List<Output> shown = new ArrayList<>();

    /// Everything that a live display showed, in order; grows while a fit runs.
    public final List<Output> frames = Collections.synchronizedList(new ArrayList<>());

    private final Map<String, String> ownTypes = new LinkedHashMap<>();
    private final KilnMagics magics = new KilnMagics();
    private final Path folder;
    private @Nullable Runnable stop;

    public InMemoryNotebook(Path folder) {
        this.folder = folder;
    }

    /// Runs a cell of magics.
    public @Nullable Object run(String cell) throws Exception {
        Object last = null;
        for (CellPart part : magics.split(cell, values::containsKey, name -> false)) {
            last = magics.run(part, this);
        }
        return last;
    }

    /// Trains a model on one of the data sets, and forgets what was shown.
    public void train(String data, String layers, String compile, int epochs) throws Exception {
        run("%data " + data);
        run("%%model net\n" + layers);
        run("%compile " + compile);
        run("%fit epochs=" + epochs + " quiet");
        shown.clear();
    }

    /// A model that knows iris well.
    public void trainFlowers() throws Exception {
        train(
                "iris",
                "dense 16 relu\ndense 3 softmax",
                "adam(0.02) sparse_categorical_crossentropy accuracy",
                30);
    }

    public KilnMagics magics() {
        return magics;
    }

    /// The text of everything shown so far.
    public String text() {
        return String.join("\n", shown.stream().map(Output::text).toList());
    }

    /// A variable that the user declared.
    public void own(String name, String type, Object value) {
        ownTypes.put(name, type);
        values.put(name, value);
    }

    public void interrupt() {
        Runnable action = stop;
        if (action != null) {
            action.run();
        }
    }

    @Override
    public Optional<Object> variable(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public Map<String, String> variables() {
        var types = new LinkedHashMap<String, String>();
        values.forEach(
                (name, value) ->
                        types.put(name, ownTypes.getOrDefault(name, value.getClass().getName())));
        return types;
    }

    @Override
    public Object evaluate(String expression) throws Exception {
        Object value = values.get(expression);
        if (value == null) {
            throw new Exception("cannot find symbol " + expression);
        }
        return value;
    }

    @Override
    public boolean declare(String name, String type, Object value) {
        if (ownTypes.containsKey(name) && !ownTypes.get(name).equals(type)) {
            return false;
        }
        values.put(name, value);
        return true;
    }

    @Override
    public void show(Output output) {
        shown.add(output);
    }

    @Override
    public LiveDisplay live(Output first) {
        int at = shown.size();
        shown.add(first);
        frames.add(first);
        return output -> {
            frames.add(output);
            shown.set(at, output);
        };
    }

    @Override
    public Interruptible onInterrupt(Runnable action) {
        stop = action;
        return () -> stop = null;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Optional<Path> records() {
        return Optional.of(folder.resolve("records"));
    }

    @Override
    public Optional<String> kernelId() {
        return Optional.of("1234");
    }
}
