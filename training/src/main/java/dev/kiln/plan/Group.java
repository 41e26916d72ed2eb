package dev.kiln.plan;

import dev.kiln.plan.Step.Level;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A fused kernel that is still being written.
final class Group {
    /// Longer kernels need more tiles than the cache holds.
    private static final int MOST_STEPS = 100;

    /// How many numbers its values of level NUMBER have.
    final long size;

    /// Numbers in a row; 0 as long as nothing depends on it.
    private int columns;

    private final List<Step> steps = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>();
    private final Map<Step, Integer> known = new HashMap<>();

    /// Values that are nodes of the graph, by node.
    private final Map<Integer, Integer> values = new LinkedHashMap<>();

    /// Reductions over the whole kernel, by node: they are known at its end only.
    private final Map<Integer, Store> reductions = new LinkedHashMap<>();

    Group(long size) {
        this.size = size;
    }

    long rows() {
        return columns == 0 ? size : size / columns;
    }

    /// Whether rows may have this many numbers.
    boolean fits(int wanted) {
        return columns == 0 || columns == wanted;
    }

    void rowsOf(int wanted) {
        columns = wanted;
    }

    boolean isFull() {
        return steps.size() >= MOST_STEPS;
    }

    /// The level at which a node of this many numbers would take part.
    Optional<Level> level(long numbers) {
        if (numbers == size) {
            return Optional.of(Level.NUMBER);
        }
        return columns > 0 && numbers == rows() ? Optional.of(Level.ROW) : Optional.empty();
    }

    Level level(int value) {
        return levels.get(value);
    }

    int add(Step step, Level level) {
        // Equal steps are one value; random numbers are drawn once a node.
        if (!(step instanceof Step.Random)) {
            Integer before = known.get(step);
            if (before != null) {
                return before;
            }
            known.put(step, steps.size());
        }
        steps.add(step);
        levels.add(level);
        return steps.size() - 1;
    }

    boolean loads(View view) {
        return known.containsKey(new Step.Load(view, Level.NUMBER));
    }

    void name(int node, int value) {
        values.put(node, value);
    }

    void reduce(int node, Store store) {
        reductions.put(node, store);
    }

    Optional<Integer> value(int node) {
        return Optional.ofNullable(values.get(node));
    }

    boolean contains(int node) {
        return values.containsKey(node) || reductions.containsKey(node);
    }

    List<Integer> nodes() {
        var all = new ArrayList<>(values.keySet());
        all.addAll(reductions.keySet());
        return all;
    }

    List<Step.Load> loads() {
        return steps.stream()
                .filter(Step.Load.class::isInstance)
                .map(Step.Load.class::cast)
                .toList();
    }

    Map<Integer, Integer> values() {
        return values;
    }

    boolean canTake(Group other) {
        return other.size == size
                && (columns == 0 || other.columns == 0 || columns == other.columns)
                && steps.size() + other.steps.size() <= MOST_STEPS;
    }

    /// Takes over everything that another group was to do.
    void take(Group other) {
        columns = Math.max(columns, other.columns);
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < other.steps.size(); i++) {
            numbers.add(add(other.steps.get(i).renumbered(numbers), other.levels.get(i)));
        }
        other.values.forEach((node, value) -> values.put(node, numbers.get(value)));
        other.reductions.forEach(
                (node, store) ->
                        reductions.put(
                                node,
                                new Store(
                                        numbers.get(store.value()), store.target(), store.kind())));
    }

    /// @param writes where values go that others read
    Instruction.Fused finish(List<Store> writes) {
        var stores = new ArrayList<>(writes);
        stores.addAll(reductions.values());
        return new Instruction.Fused(rows(), Math.max(columns, 1), steps, stores);
    }
}
