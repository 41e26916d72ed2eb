package dev.kiln.plan;

import dev.kiln.graph.Update;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How variables get their new values once everything else has been worked out: kernels that nobody else waits for
/// write them in place, the rest is copied.
final class Commit {
    private final Plan plan;
    private final List<Update> updates;
    private final Set<Integer> outputs;

    /// The variables' buffers that the commit writes.
    private final Set<Integer> written = new HashSet<>();

    /// @param outputs nodes that callers read after the run
    Commit(Plan plan, List<Update> updates, Set<Integer> outputs) {
        this.plan = plan;
        this.updates = updates;
        this.outputs = outputs;
        updates.forEach(update -> written.add(plan.variable(update.variable()).buffer()));
    }

    List<Instruction> instructions() {
        var commit = new ArrayList<Instruction>();
        Set<Integer> done = new HashSet<>();
        var late = new ArrayList<Instruction>();
        for (Group group : plan.fusion().rest()) {
            Map<Integer, View> targets = inPlace(group);
            if (targets.isEmpty()) {
                plan.emit(group.finish(plan.writes(group)));
                continue;
            }
            var stores = new ArrayList<Store>();
            targets.forEach(
                    (node, target) -> {
                        stores.add(
                                new Store(
                                        group.value(node).orElseThrow(), target, Store.Kind.WRITE));
                        done.add(target.buffer());
                    });
            late.add(group.finish(stores));
        }
        for (Update update : updates) {
            View to = plan.variable(update.variable());
            View from = plan.view(update.value());
            if (from.equals(to) || done.contains(to.buffer())) {
                continue;
            }
            // Another variable's old value has to be taken before that variable is written.
            View value =
                    written.contains(from.buffer())
                            ? plan.copied(from, plan.temporary(from.shape()))
                            : from;
            commit.add(Instruction.Fused.copy(value, to));
        }
        commit.addAll(late);
        return commit;
    }

    /// Where each value of a group that others read goes, if all of them are new values of variables that the group may
    /// overwrite; else nothing.
    private Map<Integer, View> inPlace(Group group) {
        var targets = new HashMap<Integer, View>();
        for (int node : group.nodes()) {
            if (!plan.isReadOutside(node, group)) {
                continue;
            }
            if (group.value(node).isEmpty()) {
                return Map.of();
            }
            Set<Integer> readers = plan.rootsOnly(node, group);
            var takers =
                    updates.stream().filter(update -> readers.contains(update.value())).toList();
            boolean one =
                    readers.size() == 1
                            && takers.size() == 1
                            && readers.stream().noneMatch(outputs::contains);
            if (!one) {
                return Map.of();
            }
            View made = plan.view(node);
            View wanted = plan.view(takers.getFirst().value());
            if (wanted.offset() != made.offset()
                    || wanted.size() != made.size()
                    || !wanted.isContiguous()) {
                return Map.of();
            }
            targets.put(node, plan.variable(takers.getFirst().variable()));
        }
        Set<Integer> own = new HashSet<>();
        targets.values().forEach(view -> own.add(view.buffer()));
        boolean safe = group.loads().stream().allMatch(load -> mayLoad(load, own, group.size));
        return safe ? targets : Map.of();
    }

    /// A variable that the commit writes may be read by the kernel that writes it, number by number.
    private boolean mayLoad(Step.Load load, Set<Integer> own, long size) {
        View view = load.view();
        if (!written.contains(view.buffer())) {
            return true;
        }
        return own.contains(view.buffer())
                && load.level() == Step.Level.NUMBER
                && view.isContiguous()
                && view.offset() == 0
                && view.size() == size;
    }
}
