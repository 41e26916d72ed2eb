package dev.kiln.magics.session;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.events.History;
import dev.kiln.model.Model;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the cells of a notebook share. A magic that fails leaves it as it was.
public final class Session {
    private @Nullable DataSets data;
    private String dataLine = "";
    private @Nullable Model model;
    private String modelName = "";
    private final List<Run> runs = new ArrayList<>();

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
        return model().orElseThrow(() -> new UserError(
                "E110", "no model yet.", "Type %%model in a new cell, or %model yourVariable."));
    }

    public String modelName() {
        return modelName;
    }

    public void setModel(Model model, String name) {
        this.model = model;
        this.modelName = name;
    }

    /// Every fit, in order.
    public List<Run> runs() {
        return Collections.unmodifiableList(runs);
    }

    public Optional<Run> lastRun() {
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast());
    }

    public Run begin(String name) {
        var run = new Run(runs.size() + 1, name, new History());
        runs.add(run);
        return run;
    }

    /// Takes back a run that did not take a step.
    public void forget(Run run) {
        runs.remove(run);
    }
}
