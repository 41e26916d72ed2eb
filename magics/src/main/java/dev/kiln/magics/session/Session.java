package dev.kiln.magics.session;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.events.History;
import dev.kiln.magics.drawing.Look;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the cells of a notebook share. A magic that fails leaves it as it was.
public final class Session {
    private static final int RUNS_WITH_WEIGHTS = 10;
    private static final long MOST_BYTES = 512L << 20;

    private final String id =
            Long.toString(System.nanoTime() ^ ProcessHandle.current().pid(), 36).replace('-', 'z');
    private Look look = new Look();
    private @Nullable DataSets data;
    private String dataLine = "";
    private @Nullable Model model;

    /// What a loaded model brought along.
    private @Nullable Own own;

    private String modelName = "";
    private final List<Run> runs = new ArrayList<>();
    private @Nullable Run current;
    private final Trail trail = new Trail();

    private record Own(Model model, DataSets data) {}

    public Look look() {
        return look;
    }

    public void setLook(Look look) {
        this.look = look;
    }

    /// Tells this session's records from those of others.
    public String id() {
        return id;
    }

    public Optional<DataSets> data() {
        return Optional.ofNullable(data);
    }

    /// The data set.
    ///
    /// @throws UserError E111 where none is chosen
    public DataSets needData() {
        return data().orElseThrow(() -> new UserError("E111", "no data yet.", "Type: %data iris"));
    }

    /// What followed `%data`, for messages.
    public String dataLine() {
        return dataLine;
    }

    /// @param line what followed `%data`
    public void setData(DataSets data, String line) {
        this.data = data;
        this.dataLine = line;
    }

    public Optional<Model> model() {
        return Optional.ofNullable(model);
    }

    /// The model.
    ///
    /// @throws UserError E110 where there is none
    public Model needModel() {
        return model().orElseThrow(
                        () ->
                                new UserError(
                                        "E110",
                                        "no model yet.",
                                        "Type %%model in a new cell, or %model yourVariable."));
    }

    /// What prepares raw rows for the model: its own preparation until it is trained here, else that of the data.
    ///
    /// @throws UserError E111 where there is none
    public DataSets preparation() {
        return own != null && own.model() == model ? own.data() : needData();
    }

    /// @param data what prepared the rows that the model was trained on, before it came here
    public void setPreparation(DataSets data) {
        own = new Own(needModel(), data);
    }

    public String modelName() {
        return modelName;
    }

    public void setModel(Model model, String name) {
        this.model = model;
        this.modelName = name;
        this.current = null;
    }

    // ---- fits

    /// Every fit, in order.
    public Runs runs() {
        return new Runs(runs);
    }

    public Optional<Run> lastRun() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
    }

    /// The fit whose weights are in the model; empty where it was not fitted.
    public Optional<Run> current() {
        return Optional.ofNullable(current);
    }

    /// @param settings what was chosen, by name
    public Run begin(String name, Map<String, String> settings) {
        own = null;
        int number = runs.isEmpty() ? 1 : runs.getLast().number() + 1;
        var run = new Run(number, name, needModel(), modelName, settings, new History());
        runs.add(run);
        return run;
    }

    /// Takes back a run that did not take a step.
    public void forget(Run run) {
        runs.remove(run);
    }

    /// The run's weights are those of the model now. The weights of the newest runs are kept.
    public void settle(Run run) {
        current = run;
        long bytes = 0;
        for (int i = runs.size() - 1; i >= 0; i--) {
            bytes += runs.get(i).bytes();
            if (runs.size() - i > RUNS_WITH_WEIGHTS || bytes > MOST_BYTES) {
                runs.get(i).dropWeights();
            }
        }
    }

    // ---- the way back

    public Trail trail() {
        return trail;
    }

    /// How things are now, before a step that may be taken back.
    public Moment moment() {
        return Moment.of(this);
    }

    /// @param line   as it was typed
    /// @param before the moment before it
    public void remember(String line, Moment before) {
        trail.add(line, before);
    }

    public Optional<Trail.Step> undo() {
        return trail.undo(this);
    }

    public Optional<Trail.Step> redo() {
        return trail.redo(this);
    }

    /// Makes everything what it was at a moment; no step that could be taken back.
    public void restore(Moment moment) {
        moment.restore(this);
    }

    void goBack(Moment moment) {
        data = moment.data();
        dataLine = moment.dataLine();
        model = moment.model();
        modelName = moment.modelName();
        current = moment.run();
    }
}
