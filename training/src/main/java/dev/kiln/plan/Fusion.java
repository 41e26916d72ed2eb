package dev.kiln.plan;

import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.plan.Step.Level;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Decides which elementwise ops and reductions share a kernel.
///
/// A node joins the kernel that makes its operands, as long as each number that it reads is at hand when it is needed:
/// the same place, or the same row. Kernels stay open until somebody outside reads them; open kernels never depend on
/// each other, so any two that a node links can become one.
final class Fusion {
    private final Plan plan;
    private final Consumer<Group> close;
    private final Set<Group> open = new LinkedHashSet<>();
    private final @Nullable Group[] owners;

    /// @param close is handed each group when it has to run
    Fusion(Plan plan, int nodes, Consumer<Group> close) {
        this.plan = plan;
        this.close = close;
        this.owners = new Group[nodes];
    }

    /// Makes sure that the numbers of a node's base are in memory.
    void settle(int base) {
        Group group = owners[base];
        if (group != null) {
            settle(group);
        }
    }

    private void settle(Group group) {
        open.remove(group);
        group.nodes().forEach(node -> owners[node] = null);
        close.accept(group);
    }

    /// Makes sure that the numbers of all nodes so far are in memory.
    void settleAll() {
        List.copyOf(open).forEach(this::settle);
    }

    /// Ends the groups that nobody waits for.
    List<Group> rest() {
        var rest = new ArrayList<>(open);
        open.clear();
        return rest;
    }

    private Group opened(long size) {
        var group = new Group(size);
        open.add(group);
        return group;
    }

    private void own(Group group, int node, int value) {
        group.name(node, value);
        owners[node] = group;
    }

    // ---- elementwise

    void elementwise(Node node, Op.Elementwise op) {
        Group group = home(node);
        Level level = group.level(node.shape().size()).orElseThrow();
        var operands = new ArrayList<Integer>();
        for (int input : node.inputs()) {
            operands.add(operand(group, level, input).orElseThrow());
        }
        own(group, node.id(), group.add(new Step.Apply(op, operands), level));
    }

    void random(Node node, Op.Uniform op) {
        Group group = opened(node.shape().size());
        var step = new Step.Random(op.stream(), op.seed(), op.from(), Level.NUMBER);
        own(group, node.id(), group.add(step, Level.NUMBER));
    }

    /// The group that a node joins; groups that it reads and cannot join are ended.
    private Group home(Node node) {
        long size = node.shape().size();
        Group home = null;
        Level level = Level.NUMBER;
        for (Group group : makers(node)) {
            Optional<Level> here = size == 0 ? Optional.empty() : group.level(size);
            boolean joinable =
                    here.isPresent()
                            && !group.isFull()
                            && node.inputs().stream()
                                    .allMatch(input -> reachable(group, here.get(), input));
            if (!joinable) {
                settle(group);
            } else if (home == null) {
                home = group;
                level = here.get();
            } else if (level == here.get() && home.canTake(group)) {
                merge(home, group);
            } else {
                settle(group);
            }
        }
        if (home == null && size == 1) {
            home =
                    open.stream()
                            .filter(group -> group.size == 1 && !group.isFull())
                            .findFirst()
                            .orElse(null);
        }
        return home == null ? opened(size) : home;
    }

    private Set<Group> makers(Node node) {
        var makers = new LinkedHashSet<Group>();
        for (int input : node.inputs()) {
            Group owner = owners[plan.base(input)];
            if (owner != null) {
                makers.add(owner);
            }
        }
        return makers;
    }

    private void merge(Group into, Group from) {
        into.take(from);
        open.remove(from);
        from.nodes().forEach(node -> owners[node] = into);
    }

    /// Whether an input, if this group makes it, is at hand where a node of this level needs it.
    private boolean reachable(Group group, Level level, int input) {
        int base = plan.base(input);
        if (owners[base] != group) {
            return true;
        }
        Optional<Integer> value = group.value(base);
        return value.isPresent() && path(group, level, input, value.get()).isPresent();
    }

    private enum Path {
        SAME_PLACE,
        SAME_ROW
    }

    private Optional<Path> path(Group group, Level level, int input, int value) {
        View view = plan.view(input);
        View made = plan.view(plan.base(input));
        Level from = group.level(value);
        if (view.offset() != made.offset()) {
            return Optional.empty();
        }
        if (from == level && view.isContiguous() && view.size() == made.size()) {
            return Optional.of(Path.SAME_PLACE);
        }
        return from == Level.ROW
                        && level == Level.NUMBER
                        && isOnePerRow(view, group.rows(), group.size)
                ? Optional.of(Path.SAME_ROW)
                : Optional.empty();
    }

    /// Whether a view over rows of numbers reads number `i` throughout row `i`.
    private static boolean isOnePerRow(View view, long rows, long size) {
        long row = 1;
        boolean inRow = true;
        long step = 1;
        for (int axis = view.shape().rank() - 1; axis >= 0; axis--) {
            int length = view.shape().get(axis);
            if (length == 1) {
                continue;
            }
            int stride = view.strides().get(axis);
            if (inRow && stride == 0) {
                row *= length;
                continue;
            }
            inRow = false;
            if (stride != step) {
                return false;
            }
            step *= length;
        }
        return step == rows && row * rows == size;
    }

    /// The number of the value that a node of this level reads for an input.
    private Optional<Integer> operand(Group group, Level level, int input) {
        int base = plan.base(input);
        if (owners[base] != group) {
            return Optional.of(group.add(new Step.Load(plan.view(input), level), level));
        }
        int value = group.value(base).orElseThrow();
        return path(group, level, input, value)
                .map(
                        path ->
                                switch (path) {
                                    case SAME_PLACE -> value;
                                    case SAME_ROW ->
                                            group.add(new Step.Spread(value), Level.NUMBER);
                                });
    }

    // ---- reductions

    /// A reduction over axes of a node's input.
    ///
    /// @param target where its numbers go, if they go anywhere
    void reduction(Node node, List<Integer> axes, Step.Fold.Kind kind, View target) {
        int input = node.inputs().getFirst();
        View view = plan.view(input);
        long total = view.size();
        int columns = rowLength(view, axes);
        if (columns > 1) {
            Group group =
                    holder(input, total)
                            .filter(g -> g.fits(columns))
                            .orElseGet(() -> apart(input, total));
            if (group.value(plan.base(input)).map(group::level).orElse(Level.NUMBER)
                    == Level.NUMBER) {
                group.rowsOf(columns);
                int value = operand(group, Level.NUMBER, input).orElseThrow();
                own(group, node.id(), group.add(new Step.Fold(value, kind), Level.ROW));
                return;
            }
        }
        if (kind == Step.Fold.Kind.LARGEST_INDEX) {
            throw new IllegalArgumentException("rows of " + view + " are not kept whole");
        }
        Group group = holder(input, total).orElseGet(() -> apart(input, total));
        Level level = group.level(total).orElseThrow();
        int value = operand(group, level, input).orElseThrow();
        var over = kind == Step.Fold.Kind.SUM ? Store.Kind.SUM : Store.Kind.MAX;
        group.reduce(node.id(), new Store(value, target.spread(axes, view.shape()), over));
        owners[node.id()] = group;
    }

    /// Numbers that a reduction takes together where these lie one behind the other and few enough to keep whole, else 0.
    static int rowLength(View view, List<Integer> axes) {
        long columns = 1;
        boolean rowsBegan = false;
        for (int axis = view.shape().rank() - 1; axis >= 0; axis--) {
            int size = view.shape().get(axis);
            if (size == 1) {
                continue;
            }
            if (!axes.contains(axis)) {
                rowsBegan = true;
            } else if (rowsBegan) {
                return 0;
            } else {
                columns *= size;
            }
        }
        return view.size() == 0 || columns > Instruction.Fused.MOST_COLUMNS ? 0 : (int) columns;
    }

    /// An open group that has the input's numbers at hand at the level of that many numbers.
    private Optional<Group> holder(int input, long total) {
        Group owner = owners[plan.base(input)];
        if (owner != null) {
            Optional<Level> level = owner.level(total);
            return level.isPresent()
                            && total > 0
                            && !owner.isFull()
                            && reachable(owner, level.get(), input)
                    ? Optional.of(owner)
                    : Optional.empty();
        }
        View view = plan.view(input);
        return open.stream()
                .filter(
                        group ->
                                group.size == total
                                        && total > 0
                                        && !group.isFull()
                                        && group.loads(view))
                .findFirst();
    }

    /// A new group for an input, which is in memory first.
    private Group apart(int input, long total) {
        settle(plan.base(input));
        return opened(total);
    }
}
