package dev.kiln.runtime;

import dev.kiln.graph.CounterRandom;
import dev.kiln.graph.Op;
import dev.kiln.graph.Variable;
import dev.kiln.plan.Buffer;
import dev.kiln.plan.Instruction;
import dev.kiln.plan.Program;
import dev.kiln.plan.Stage;
import dev.kiln.plan.View;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/// A program with its memory, ready to run any number of times, by one thread at a time.
public final class Execution implements AutoCloseable {
    private static final BooleanSupplier ALWAYS = () -> true;

    private final Program program;
    private final Memory memory;
    private final Memory working;
    private final Variables.Region[] regions;
    private final Kernel[] steps;
    private final Kernel[] stages;
    private final Kernel[] commit;
    private final Map<Variable, Finite.Several> sources = new HashMap<>();
    private final Map<String, MemorySegment> inputs = new HashMap<>();
    private final Map<String, MemorySegment> outputs = new HashMap<>();
    private final Moment moment = new Moment();
    private final Map<Integer, Anchor> anchors;

    /// @param variables gets a place for each variable of the program that has none
    public Execution(Program program, Variables variables) {
        this(program, variables, new Workspace());
    }

    /// @param workspace of programs that never run at the same time
    public Execution(Program program, Variables variables, Workspace workspace) {
        this(program, variables, workspace.scratch());
    }

    private Execution(Program program, Variables variables, Scratch scratch) {
        this(program, variables, scratch, Map.of());
    }

    /// A loop's body: slices and results that only kernels with anchors touch can be moved.
    static Execution ofBody(Program program, Variables variables, Scratch scratch) {
        return new Execution(program, variables, scratch, movable(program));
    }

    private Execution(
            Program program, Variables variables, Scratch scratch, Map<Integer, Anchor> anchors) {
        this.program = program;
        this.anchors = anchors;
        this.memory = new Memory(program.own());
        this.working = scratch.working(program.memory() - program.own());
        this.regions = new Variables.Region[program.buffers().size()];
        for (Buffer buffer : program.buffers()) {
            switch (buffer.kind()) {
                case Buffer.Stored(var variable) ->
                        regions[buffer.id()] = variables.region(variable);
                case Buffer.Fixed(Op op) -> fill(buffer, op);
                case Buffer.Given _, Buffer.Temporary _ -> {}
            }
        }
        var kernels = new Kernels(this, variables, scratch);
        this.steps = new Kernel[program.steps().size()];
        this.stages =
                program.stages().stream()
                        .map(stage -> stage(stage, variables, scratch))
                        .toArray(Kernel[]::new);
        this.commit = program.commit().stream().map(kernels::bind).toArray(Kernel[]::new);
        Warming.finish();
        program.inputs().forEach((name, view) -> inputs.put(name, segment(view)));
        program.outputs().forEach((name, view) -> outputs.put(name, segment(view)));
    }

    /// A stage's kernels, lane by lane; lanes have working memory of their own.
    private Kernel stage(Stage stage, Variables variables, Scratch scratch) {
        Kernel[] lanes = new Kernel[stage.ends().size()];
        for (int lane = 0; lane < lanes.length; lane++) {
            var kernels = new Kernels(this, variables, scratch.lane(lane));
            int from = stage.start(lane);
            int to = stage.ends().get(lane);
            for (int step = from; step < to; step++) {
                steps[step] = kernels.bind(program.steps().get(step));
            }
            lanes[lane] = moment -> work(moment, from, to);
        }
        return lanes.length == 1 ? lanes[0] : new Lanes(lanes);
    }

    private void fill(Buffer buffer, Op op) {
        MemorySegment to = memory.segment(program.places().get(buffer.id()), buffer.size());
        for (int i = 0; i < buffer.size(); i++) {
            float value =
                    switch (op) {
                        case Op.Constant(double number, var _) -> (float) number;
                        case Op.Literal literal -> literal.values().get(i);
                        case Op.Iota _ -> i;
                        default -> throw new IllegalStateException("not known before a run: " + op);
                    };
            to.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
    }

    private MemorySegment segment(View view) {
        Variables.Region region = regions[view.buffer()];
        return region != null
                ? region.memory().segment(region.offset() + view.offset(), view.size())
                : isOwn(view)
                        ? memory.segment(place(view) + view.offset(), view.size())
                        : working.segment(place(view) - program.own() + view.offset(), view.size());
    }

    private long place(View view) {
        return program.places().get(view.buffer());
    }

    /// Whether its numbers stay when the run has ended.
    private boolean isOwn(View view) {
        return place(view) < program.own();
    }

    private static Map<Integer, Anchor> movable(Program program) {
        var anchors = new HashMap<Integer, Anchor>();
        program.inputs()
                .forEach(
                        (name, view) -> {
                            if (name.startsWith(LoopKernel.SEQUENCE)) {
                                anchors.put(view.buffer(), new Anchor());
                            }
                        });
        for (View view : program.outputs().values()) {
            if (program.buffers().get(view.buffer()).kind() instanceof Buffer.Temporary) {
                anchors.put(view.buffer(), new Anchor());
            }
        }
        for (Instruction step : program.steps()) {
            if (!(step instanceof Instruction.Fused || step instanceof Instruction.Product)) {
                step.reads().forEach(view -> anchors.remove(view.buffer()));
                step.writes().forEach(view -> anchors.remove(view.buffer()));
            }
        }
        return anchors;
    }

    /// Whether a view is a whole buffer that can be moved.
    boolean isMovable(View view) {
        return anchors.containsKey(view.buffer())
                && view.offset() == 0
                && view.size() == program.buffers().get(view.buffer()).size();
    }

    /// What moves a view's buffer, where something does.
    Anchor anchor(View view) {
        return anchors.getOrDefault(view.buffer(), Anchor.FIXED);
    }

    /// Where a view's index 0 lies, before its anchor moves it.
    long address(View view) {
        Variables.Region region = regions[view.buffer()];
        long base =
                region != null
                        ? region.address()
                        : isOwn(view)
                                ? memory.address() + place(view) * Float.BYTES
                                : working.address() + (place(view) - program.own()) * Float.BYTES;
        return base + view.offset() * Float.BYTES;
    }

    /// The number that a view holds everywhere, where that is known before any run; else null.
    @Nullable Float constant(View view) {
        return program.buffers().get(view.buffer()).kind()
                        instanceof Buffer.Fixed(Op.Constant(double value, var _))
                ? Float.valueOf((float) value)
                : null;
    }

    /// Bytes of native memory that running a program takes, variables not counted: its own, and what its kernels and the
    /// bodies of its loops work in.
    public static long bytes(Program program) {
        int lanes = program.shares();
        var columns = new long[lanes];
        var bodies = new long[lanes];
        long own = 0;
        for (Stage stage : program.stages()) {
            for (int lane = 0; lane < stage.ends().size(); lane++) {
                for (int step = stage.start(lane); step < stage.ends().get(lane); step++) {
                    switch (program.steps().get(step)) {
                        case Instruction.Windowed windowed ->
                                columns[lane] =
                                        Math.max(
                                                columns[lane],
                                                ConvolutionKernel.workingFloats(windowed)
                                                        * Float.BYTES);
                        case Instruction.Loop loop -> {
                            long kept = loop.body().own() * Float.BYTES;
                            own += kept;
                            bodies[lane] = Math.max(bodies[lane], bytes(loop.body()) - kept);
                        }
                        case Instruction.Fused _,
                                Instruction.Product _,
                                Instruction.Call _,
                                Instruction.SummedRows _ -> {}
                    }
                }
            }
        }
        return program.memory() * Float.BYTES
                + own
                + LongStream.of(columns).sum()
                + LongStream.of(bodies).sum();
    }

    public Program program() {
        return program;
    }

    /// Where the caller puts an input's numbers, row-major. They stay until they are overwritten, in a workspace that others
    /// share until one of them runs.
    public MemorySegment input(String name) {
        return named(inputs, name, "input");
    }

    /// An output's numbers, row-major, as the last run left them.
    public MemorySegment output(String name) {
        return named(outputs, name, "output");
    }

    private static MemorySegment named(
            Map<String, MemorySegment> segments, String name, String what) {
        MemorySegment segment = segments.get(name);
        if (segment == null) {
            throw new IllegalArgumentException(
                    "the program has no "
                            + what
                            + " named "
                            + name
                            + ", only "
                            + segments.keySet());
        }
        return segment;
    }

    /// Runs the program once.
    ///
    /// @param seed  of random numbers
    /// @param count which time, for random numbers: the optimizer's step
    /// @param stop  asked between kernels whether to give up; so is the thread's interrupt flag, which is left set
    /// @return whether the variables were written; false where the run was given up, which leaves them as they were
    /// @throws IndexOutOfTable where a lookup's index is outside its table; the variables are as they were
    public boolean run(long seed, long count, BooleanSupplier stop) {
        return run(seed, count, stop, ALWAYS);
    }

    /// Runs the program once, and asks before it writes variables.
    ///
    /// @param commits asked when everything has been worked out: outputs can be read, variables are as before; false
    ///                gives the run up
    public boolean run(long seed, long count, BooleanSupplier stop, BooleanSupplier commits) {
        moment.begin(seed, count, stop);
        try {
            if (!work(moment)) {
                return false;
            }
        } catch (Stopped _) {
            return false;
        }
        if (!commits.getAsBoolean()) {
            return false;
        }
        for (Kernel kernel : commit) {
            kernel.run(moment);
        }
        // Kernels know addresses only; this keeps what they point to.
        Reference.reachabilityFence(this);
        return true;
    }

    /// Whether what the last run worked out to write a variable with is finite: for parameters, their gradients. May be
    /// asked during the question before the commit.
    public boolean isFinite(Variable variable) {
        Finite.Several known = sources.get(variable);
        if (known == null) {
            known = sources(variable);
            sources.put(variable, known);
        }
        return known.all();
    }

    private Finite.Several sources(Variable variable) {
        var numbers = new Finite.Several();
        program.commit().stream()
                .filter(step -> step.writes().stream().anyMatch(view -> isOf(variable, view)))
                .map(Instruction::reads)
                .flatMap(List::stream)
                .filter(view -> kind(view) instanceof Buffer.Temporary && view.isContiguous())
                .distinct()
                .forEach(view -> numbers.add(address(view), view.size()));
        return numbers;
    }

    private Buffer.Kind kind(View view) {
        return program.buffers().get(view.buffer()).kind();
    }

    private boolean isOf(Variable variable, View view) {
        return kind(view) instanceof Buffer.Stored(var written) && written.equals(variable);
    }

    /// Everything but the commit.
    boolean work(Moment moment) {
        for (Kernel stage : stages) {
            stage.run(moment);
            if (moment.stopped()) {
                return false;
            }
        }
        return !moment.stopped();
    }

    private void work(Moment moment, int from, int to) {
        for (int step = from; step < to && !moment.stopped(); step++) {
            steps[step].run(moment);
        }
    }

    /// Runs the steps, not the commit, and adds what each took.
    ///
    /// @param nanoseconds by step
    void measure(long seed, long count, long[] nanoseconds) {
        moment.begin(seed, count, () -> false);
        for (int i = 0; i < steps.length; i++) {
            long began = System.nanoTime();
            steps[i].run(moment);
            nanoseconds[i] += System.nanoTime() - began;
        }
        Reference.reachabilityFence(this);
    }

    static long randomKeys(Moment moment, String stream, @Nullable Long own) {
        return CounterRandom.keys(own == null ? moment.seed : own, stream, moment.count);
    }

    /// Lets go of the memory; ND4J frees it once no view of it is reachable.
    @Override
    public void close() {
        inputs.clear();
        outputs.clear();
    }
}
