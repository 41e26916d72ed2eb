package dev.kiln.plan;

import dev.kiln.graph.Variable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What runs: kernel calls in order, over buffers whose places are decided.
///
/// @param buffers  by number
/// @param places   where each buffer starts in the program's own memory, floats; -1 for a variable's
///                 and for one whose numbers never leave their kernel
/// @param own      floats at the front of its memory that hold constants and outputs; what lies behind them need not
///                 outlast a run, so that programs which never run at the same time may share it
/// @param memory   floats of the program's memory, the own ones included
/// @param steps    what a run does; it may be stopped between any two
/// @param stages   the steps again, by what may run at the same time
/// @param commit   what then writes the variables, all of them or none
/// @param inputs   by name, contiguous
/// @param outputs  by name, contiguous; valid until the next run
public record Program(
        List<Buffer> buffers,
        List<Long> places,
        long own,
        long memory,
        List<Instruction> steps,
        List<Stage> stages,
        List<Instruction> commit,
        Map<String, View> inputs,
        Map<String, View> outputs) {
    public Program {
        buffers = List.copyOf(buffers);
        places = List.copyOf(places);
        steps = List.copyOf(steps);
        stages = List.copyOf(stages);
        commit = List.copyOf(commit);
        inputs = new LinkedHashMap<>(inputs);
        outputs = new LinkedHashMap<>(outputs);
    }

    /// The variables that a run reads or writes, those of loops included.
    public List<Variable> variables() {
        var result = new java.util.LinkedHashSet<Variable>();
        for (Buffer buffer : buffers) {
            if (buffer.kind() instanceof Buffer.Stored(Variable variable)) {
                result.add(variable);
            }
        }
        for (Instruction step : steps) {
            if (step instanceof Instruction.Loop loop) {
                result.addAll(loop.body().variables());
            }
        }
        return new ArrayList<>(result);
    }

    /// Into how many shares the batch is cut; 1 where it is not.
    public int shares() {
        return Math.max(stages.stream().mapToInt(stage -> stage.ends().size()).max().orElse(1), 1);
    }

    /// A table of the kernels with shapes and bytes, then the memory and which buffers share it.
    public String explain() {
        return Overview.of(this);
    }

    /// Every kernel and every buffer with its offsets, a line each.
    @Override
    public String toString() {
        return Explanation.of(this);
    }
}
