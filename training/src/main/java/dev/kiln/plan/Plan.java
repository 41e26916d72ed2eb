package dev.kiln.plan;

import dev.kiln.graph.Body;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Node;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.graph.Window;
import dev.kiln.rewrite.Simplify;
import dev.kiln.shares.Lane;
import dev.kiln.shares.Shares;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Turns a graph into a [Program]. Ops that only say where numbers lie become views; the others become
/// instructions that write buffers.
public final class Plan {
    private final Graph graph;
    private final boolean[] live;
    private final @Nullable View[] views;

    /// The node in whose buffer a node's numbers are: itself, or the one that it is a view of.
    private final int[] bases;

    private final List<List<Integer>> users = new ArrayList<>();
    private final Set<Integer> roots = new HashSet<>();
    private final Fusion fusion;

    /// Where a node's numbers have to go, because a concatenation wants them there.
    private final Map<Integer, View> destinations = new HashMap<>();

    private final Map<Copy, View> copies = new HashMap<>();
    private final Map<Variable, Integer> stored = new HashMap<>();
    private final Map<Double, Integer> numbers = new HashMap<>();
    private final List<Buffer> buffers = new ArrayList<>();
    private final List<Instruction> steps = new ArrayList<>();
    private final Map<String, View> inputs = new LinkedHashMap<>();

    /// Outputs that are read before any input changes.
    private final Set<String> taken = new HashSet<>();

    private final List<Lane> lanes;
    private final List<Lane> lanesOfSteps = new ArrayList<>();
    private Lane lane;

    /// Numbers copied for a share, or for all.
    private record Copy(View view, int share) {}

    private Plan(Shares.Divided divided) {
        this.graph = divided.graph();
        this.lanes = divided.lanes();
        this.lane = Lane.FIRST;
        this.live = new boolean[graph.size()];
        this.views = new View[graph.size()];
        this.bases = IntStream.range(0, graph.size()).toArray();
        this.fusion = new Fusion(this, graph.size(), group -> emit(group.finish(writes(group))));
    }

    /// @param outputs by name; their numbers can be read after a run
    public static Program of(Graph graph, Map<String, Tensor> outputs) {
        var simple = Simplify.standard(graph, outputs);
        return asWritten(simple.graph(), simple.outputs());
    }

    /// The program of a graph that works on a batch, cut into shares where that is worth it.
    ///
    /// @param rows names of the inputs whose first axis counts the rows of the batch
    public static Program of(Graph graph, Map<String, Tensor> outputs, Set<String> rows) {
        var simple = Simplify.standard(graph, outputs);
        int count = Shares.count(simple.graph(), simple.outputs(), rows);
        return written(Shares.divide(simple.graph(), simple.outputs(), rows, count));
    }

    /// The program of a graph that works on a batch, cut into so many shares if there are as many rows.
    ///
    /// @param rows names of the inputs whose first axis counts the rows of the batch
    public static Program inShares(
            Graph graph, Map<String, Tensor> outputs, Set<String> rows, int count) {
        var simple = Simplify.standard(graph, outputs);
        return written(Shares.divide(simple.graph(), simple.outputs(), rows, count));
    }

    /// The program of a graph as it is, not simplified.
    public static Program asWritten(Graph graph, Map<String, Tensor> outputs) {
        return written(Shares.undivided(graph, outputs));
    }

    private static Program written(Shares.Divided divided) {
        var ids = new LinkedHashMap<String, Integer>();
        divided.outputs().forEach((name, tensor) -> ids.put(name, tensor.id()));
        return new Plan(divided).program(ids);
    }

    private Program program(Map<String, Integer> results) {
        roots.addAll(results.values());
        graph.updates().forEach(update -> roots.add(update.value()));
        markLive();
        reserveConcatenations();
        for (Node node : graph.nodes()) {
            // An input that nothing reads is still taken: callers need not know what a program
            // ignores.
            if (live[node.id()] || node.op() instanceof Op.Input) {
                enter(lanes.get(node.id()));
                place(node);
            }
        }
        if (!lane.isOnce()) {
            enter(new Lane(lane.level() + 1, Lane.ONCE));
        }
        var outputs = new LinkedHashMap<String, View>();
        results.forEach(
                (name, id) ->
                        outputs.put(
                                name,
                                taken.contains(name) ? given(settled(id)) : lasting(settled(id))));
        var commit =
                new Commit(this, graph.updates(), new HashSet<>(results.values())).instructions();
        var places = Layout.of(buffers, steps, lanesOfSteps, commit, outputs.values());
        return new Program(
                buffers,
                places.starts(),
                places.own(),
                places.size(),
                steps,
                Stage.of(lanesOfSteps),
                commit,
                inputs,
                outputs);
    }

    /// Kernels stay in their lane: what the last one left open is ended.
    private void enter(Lane next) {
        if (!next.equals(lane)) {
            fusion.settleAll();
            lane = next;
        }
    }

    private void markLive() {
        roots.forEach(id -> live[id] = true);
        graph.nodes().forEach(_ -> users.add(new ArrayList<>()));
        for (int id = graph.size() - 1; id >= 0; id--) {
            if (live[id]) {
                for (int input : graph.node(id).inputs()) {
                    live[input] = true;
                    users.get(input).add(id);
                }
            }
        }
    }

    // ---- what fusion and the commit ask

    Fusion fusion() {
        return fusion;
    }

    /// The node in whose buffer a node's numbers are.
    int base(int id) {
        return bases[id];
    }

    void emit(Instruction step) {
        steps.add(step);
        lanesOfSteps.add(lane);
    }

    Buffer.Kind kind(View view) {
        return buffers.get(view.buffer()).kind();
    }

    /// A node's view, once its numbers are in memory.
    View settled(int id) {
        fusion.settle(bases[id]);
        return view(id);
    }

    /// The group's values that nodes outside, outputs or updates read.
    List<Store> writes(Group group) {
        var writes = new ArrayList<Store>();
        group.values()
                .forEach(
                        (node, value) -> {
                            if (isReadOutside(node, group)) {
                                writes.add(new Store(value, view(node), Store.Kind.WRITE));
                            }
                        });
        return writes;
    }

    boolean isReadOutside(int node, Group group) {
        if (roots.contains(node)) {
            return true;
        }
        for (int user : users.get(node)) {
            boolean outside =
                    isView(graph.node(user).op())
                            ? isReadOutside(user, group)
                            : !group.contains(user);
            if (outside) {
                return true;
            }
        }
        return false;
    }

    /// The nodes, this one and views of it, by which outputs and updates read a node; empty where others read it too.
    Set<Integer> rootsOnly(int node, Group group) {
        var found = new HashSet<Integer>();
        if (roots.contains(node)) {
            found.add(node);
        }
        for (int user : users.get(node)) {
            if (isView(graph.node(user).op())) {
                if (isReadOutside(user, group)) {
                    var inside = rootsOnly(user, group);
                    if (inside.isEmpty()) {
                        return Set.of();
                    }
                    found.addAll(inside);
                }
            } else if (!group.contains(user)) {
                return Set.of();
            }
        }
        return found;
    }

    private static boolean isView(Op op) {
        return op instanceof Op.Reshape
                || op instanceof Op.StopGradient
                || op instanceof Op.Broadcast
                || op instanceof Op.Transpose
                || op instanceof Op.Slice
                || op instanceof Op.Reverse;
    }

    // ---- concatenations: producers write straight into their part

    private void reserveConcatenations() {
        for (int id = graph.size() - 1; id >= 0; id--) {
            Node node = graph.node(id);
            if (!live[id] || !(node.op() instanceof Op.Concatenate(int axis))) {
                continue;
            }
            View whole = destinations.get(id);
            if (whole == null) {
                whole = temporary(node.shape());
                destinations.put(id, whole);
            }
            int from = 0;
            for (int input : node.inputs()) {
                int size = graph.node(input).shape().get(axis);
                View part = whole.part(axis, from, size);
                from += size;
                int producer = producer(input);
                if (part.isContiguous() && writesItsOwn(graph.node(producer).op())) {
                    destinations.putIfAbsent(
                            producer, part.reshape(graph.node(producer).shape()).orElseThrow());
                }
            }
        }
    }

    /// The node whose numbers these are, in the same order.
    private int producer(int id) {
        Node node = graph.node(id);
        while (node.op() instanceof Op.Reshape || node.op() instanceof Op.StopGradient) {
            node = graph.node(node.inputs().getFirst());
        }
        return node.id();
    }

    private static boolean writesItsOwn(Op op) {
        return switch (op) {
            case Op.Input _,
                    Op.Read _,
                    Op.Constant _,
                    Op.Literal _,
                    Op.Iota _,
                    Op.Reshape _,
                    Op.Broadcast _,
                    Op.Transpose _,
                    Op.Slice _,
                    Op.Reverse _,
                    Op.StopGradient _,
                    Op.Scan _,
                    Op.Final _,
                    Op.Stacked _ ->
                    false;
            case Op.Uniform _,
                    Op.Elementwise _,
                    Op.Pad _,
                    Op.Concatenate _,
                    Op.Sum _,
                    Op.Max _,
                    Op.ArgMax _,
                    Op.MatMul _,
                    Op.Gather _,
                    Op.ScatterAdd _,
                    Op.Convolution _,
                    Op.ConvolutionInputGradient _,
                    Op.ConvolutionKernelGradient _,
                    Op.MaxPool _,
                    Op.MaxPoolScatter _,
                    Op.MaxPoolGather _,
                    Op.SumPool _,
                    Op.SumPoolScatter _ ->
                    true;
        };
    }

    // ---- buffers

    private View buffer(Shape shape, Buffer.Kind kind) {
        buffers.add(new Buffer(buffers.size(), shape.size(), kind));
        return View.whole(buffers.size() - 1, shape);
    }

    View temporary(Shape shape) {
        return buffer(shape, new Buffer.Temporary());
    }

    private View target(Node node) {
        View reserved = destinations.get(node.id());
        return reserved == null ? temporary(node.shape()) : reserved;
    }

    private View number(double value, Shape shape) {
        int id =
                numbers.computeIfAbsent(
                        value,
                        v ->
                                buffer(Shape.of(), new Buffer.Fixed(new Op.Constant(v, Shape.of())))
                                        .buffer());
        return View.whole(id, Shape.of()).broadcast(shape);
    }

    View view(int id) {
        View view = views[id];
        if (view == null) {
            throw new IllegalStateException("nothing was planned for " + graph.node(id));
        }
        return view;
    }

    /// The same numbers one behind the other.
    private View contiguous(View view) {
        if (view.isContiguous()) {
            return view;
        }
        View once = copies.get(new Copy(view, Lane.ONCE));
        return once != null
                ? once
                : copies.computeIfAbsent(
                        new Copy(view, lane.share()), _ -> copied(view, temporary(view.shape())));
    }

    View copied(View from, View to) {
        emit(Instruction.Fused.copy(from, to));
        return to;
    }

    /// Contiguous numbers, which may be an input's own.
    private View given(View view) {
        boolean isInput = buffers.get(view.buffer()).kind() instanceof Buffer.Given;
        return isInput && view.isContiguous() ? view : lasting(view);
    }

    /// Contiguous numbers that nothing overwrites before the next run.
    private View lasting(View view) {
        boolean own = buffers.get(view.buffer()).kind() instanceof Buffer.Temporary;
        return own ? contiguous(view) : copied(view, temporary(view.shape()));
    }

    // ---- nodes

    private void place(Node node) {
        views[node.id()] =
                switch (node.op()) {
                    case Op.Input(String name, Shape shape) -> {
                        View view = buffer(shape, new Buffer.Given(name));
                        inputs.put(name, view);
                        yield view;
                    }
                    case Op.Read(Variable variable) -> variable(variable);
                    case Op.Constant(double value, Shape shape) -> number(value, shape);
                    case Op.Literal literal -> buffer(literal.shape(), new Buffer.Fixed(literal));
                    case Op.Iota(Shape shape, int axis) -> {
                        View vector =
                                buffer(
                                        Shape.of(shape.get(axis)),
                                        new Buffer.Fixed(
                                                new Op.Iota(Shape.of(shape.get(axis)), 0)));
                        Shape kept =
                                Shape.of(
                                        IntStream.range(0, shape.rank())
                                                .map(a -> a == axis ? shape.get(a) : 1)
                                                .toArray());
                        yield vector.reshape(kept).orElseThrow().broadcast(shape);
                    }
                    case Op.Uniform uniform -> {
                        views[node.id()] = target(node);
                        fusion.random(node, uniform);
                        yield view(node.id());
                    }
                    case Op.Elementwise op -> {
                        views[node.id()] = target(node);
                        fusion.elementwise(node, op);
                        yield view(node.id());
                    }
                    case Op.StopGradient _ -> seen(node);
                    case Op.Broadcast(Shape to) -> seen(node).broadcast(to);
                    case Op.Reshape(Shape to) ->
                            seen(node)
                                    .reshape(to)
                                    .orElseGet(
                                            () -> {
                                                bases[node.id()] = node.id();
                                                return contiguous(settled(node.inputs().getFirst()))
                                                        .reshape(to)
                                                        .orElseThrow();
                                            });
                    case Op.Transpose(List<Integer> order) -> seen(node).transpose(order);
                    case Op.Slice slice -> seen(node).slice(slice);
                    case Op.Reverse(List<Integer> axes) -> seen(node).reverse(axes);
                    case Op.Pad pad -> {
                        View target = target(node);
                        copied(number(0, node.shape()), target);
                        copied(in(node, 0), target.padded(pad, in(node, 0).shape()));
                        yield target;
                    }
                    case Op.Concatenate(int axis) -> concatenated(node, axis);
                    case Op.Sum(List<Integer> axes) ->
                            isSumOfRows(node)
                                    ? sumOfRows(node)
                                    : reduced(node, axes, Step.Fold.Kind.SUM);
                    case Op.Max(List<Integer> axes) -> reduced(node, axes, Step.Fold.Kind.MAX);
                    case Op.MatMul(boolean left, boolean right) -> product(node, left, right);
                    case Op.ArgMax(int axis) ->
                            Fusion.rowLength(view(node.inputs().getFirst()), List.of(axis)) > 1
                                    ? reduced(node, List.of(axis), Step.Fold.Kind.LARGEST_INDEX)
                                    : called(node);
                    // Rows that are only added up are never written down.
                    case Op.Gather _ -> isOnlySummed(node) ? target(node) : called(node);
                    case Op.ScatterAdd _ -> scattered(node);
                    case Op.Convolution(Window window, int _) -> windowed(node, window);
                    case Op.ConvolutionInputGradient(Window window, int _, Shape _) ->
                            windowed(node, window);
                    case Op.ConvolutionKernelGradient(Window window, int _, Shape _) ->
                            windowed(node, window);
                    case Op.MaxPool(Window window) -> windowed(node, window);
                    case Op.MaxPoolScatter(Window window) -> windowed(node, window);
                    case Op.MaxPoolGather(Window window) -> windowed(node, window);
                    case Op.SumPool(Window window) -> windowed(node, window);
                    case Op.SumPoolScatter(Window window, Shape _) -> windowed(node, window);
                    case Op.Scan scan -> {
                        loop(node, scan);
                        yield number(0, Shape.of());
                    }
                    // Placed by their scan.
                    case Op.Final _, Op.Stacked _ -> view(node.id());
                };
    }

    private View in(Node node, int input) {
        return settled(node.inputs().get(input));
    }

    /// The input's view, for a node that only says how to look at it.
    private View seen(Node node) {
        int input = node.inputs().getFirst();
        bases[node.id()] = bases[input];
        return view(input);
    }

    private List<View> contiguousInputs(Node node) {
        return node.inputs().stream().map(id -> contiguous(settled(id))).toList();
    }

    private View called(Node node) {
        View target = target(node);
        emit(new Instruction.Call(node.op(), contiguousInputs(node), target));
        return target;
    }

    /// Whether rows of a table are read by nothing but a sum of the same lane over the last axis of their indices.
    private boolean isOnlySummed(Node gather) {
        int[] readers = users.get(gather.id()).stream().mapToInt(id -> id).toArray();
        int axis = graph.node(gather.inputs().get(1)).shape().rank() - 1;
        return readers.length == 1
                && !roots.contains(gather.id())
                && lanes.get(readers[0]).equals(lanes.get(gather.id()))
                && graph.node(readers[0]).op() instanceof Op.Sum(List<Integer> axes)
                && axes.equals(List.of(axis))
                && gather.shape().size() > 0;
    }

    private boolean isSumOfRows(Node sum) {
        Node from = graph.node(sum.inputs().getFirst());
        return from.op() instanceof Op.Gather && isOnlySummed(from);
    }

    private View sumOfRows(Node sum) {
        Node gather = graph.node(sum.inputs().getFirst());
        View target = target(sum);
        emit(
                new Instruction.SummedRows(
                        ((Op.Gather) gather.op()).from(),
                        contiguous(in(gather, 0)),
                        contiguous(in(gather, 1)),
                        target));
        return target;
    }

    /// Updates may lie anywhere, and repeat, as long as each row is one piece.
    private View scattered(Node node) {
        View indices = contiguous(in(node, 0));
        View updates = in(node, 1);
        int axes = indices.shape().rank();
        var row =
                new View(
                        updates.buffer(),
                        updates.offset(),
                        updates.shape().slice(axes, updates.shape().rank()),
                        updates.strides().subList(axes, updates.strides().size()));
        View target = target(node);
        emit(
                new Instruction.Call(
                        node.op(),
                        List.of(indices, row.isContiguous() ? updates : contiguous(updates)),
                        target));
        return target;
    }

    View variable(Variable variable) {
        int id =
                stored.computeIfAbsent(
                        variable, v -> buffer(v.shape(), new Buffer.Stored(v)).buffer());
        return View.whole(id, variable.shape());
    }

    private View reduced(Node node, List<Integer> axes, Step.Fold.Kind kind) {
        View target = target(node);
        views[node.id()] = target;
        fusion.reduction(node, axes, kind, target);
        return target;
    }

    private View concatenated(Node node, int axis) {
        View target = target(node);
        int from = 0;
        for (int input : node.inputs()) {
            int size = graph.node(input).shape().get(axis);
            View part = target.part(axis, from, size);
            from += size;
            View producer = settled(input);
            boolean inPlace =
                    producer.buffer() == part.buffer()
                            && producer.offset() == part.offset()
                            && producer.isContiguous()
                            && part.isContiguous();
            if (!inPlace) {
                copied(producer, part);
            }
        }
        return target;
    }

    private View product(Node node, boolean transposeLeft, boolean transposeRight) {
        Side left = Side.of(in(node, 0), transposeLeft);
        Side right = Side.of(in(node, 1), transposeRight);
        View target = target(node);
        emit(
                new Instruction.Product(
                        left.ready(this),
                        left.transposed(),
                        right.ready(this),
                        right.transposed(),
                        target));
        return target;
    }

    /// One side of a matrix product, as the library wants it: the last axis dense.
    private record Side(View view, boolean transposed) {
        static Side of(View view, boolean transposed) {
            int rank = view.shape().rank();
            boolean dense = view.strides().get(rank - 1) == 1 || view.shape().get(rank - 1) == 1;
            boolean denseAcross =
                    view.strides().get(rank - 2) == 1 && view.strides().get(rank - 1) > 1;
            if (!dense && denseAcross) {
                var order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
                Collections.swap(order, rank - 1, rank - 2);
                return new Side(view.transpose(order), !transposed);
            }
            return new Side(view, transposed);
        }

        View ready(Plan plan) {
            int rank = view.shape().rank();
            int rows = view.shape().get(rank - 2);
            int columns = view.shape().get(rank - 1);
            boolean dense =
                    (view.strides().get(rank - 1) == 1 || columns == 1)
                            && (view.strides().get(rank - 2) >= Math.max(columns, 1) || rows == 1);
            return dense ? view : plan.contiguous(view);
        }
    }

    private View windowed(Node node, Window window) {
        View target = target(node);
        emit(new Instruction.Windowed(node.op(), window, contiguousInputs(node), target));
        return target;
    }

    // ---- loops

    private void loop(Node node, Op.Scan scan) {
        Body body = scan.body();
        int carries = body.carries().size();
        var finals = new ArrayList<View>();
        var stacked = new ArrayList<View>();
        var results = new LinkedHashMap<String, Integer>();
        var ofBody = new HashSet<String>();
        for (int i = 0; i < carries; i++) {
            results.put("c" + i, body.carries().get(i));
            finals.add(temporary(body.graph().node(i).shape()));
        }
        for (Node result : graph.nodes()) {
            if (!live[result.id()]
                    || result.inputs().isEmpty()
                    || result.inputs().getFirst() != node.id()) {
                continue;
            }
            if (result.op() instanceof Op.Final(int carry)) {
                views[result.id()] = finals.get(carry);
            } else if (result.op() instanceof Op.Stacked(int inside)) {
                results.put("t" + stacked.size(), inside);
                ofBody.add("t" + stacked.size());
                stacked.add(temporary(result.shape()));
                views[result.id()] = stacked.getLast();
            }
        }
        var renamed = new Plan(Shares.undivided(body.graph(), Map.of()));
        // The loop takes these before it hands in the next step's inputs.
        renamed.taken.addAll(ofBody);
        Program program = renamed.bodyProgram(results, carries, body.sequences());
        var from = contiguousInputs(node);
        emit(
                new Instruction.Loop(
                        program,
                        scan.length(),
                        scan.reverse(),
                        from.subList(0, carries),
                        from.subList(carries, carries + body.sequences()),
                        from.subList(carries + body.sequences(), from.size()),
                        finals,
                        stacked));
    }

    /// A body's program: its inputs are named by their part instead of by the author.
    private Program bodyProgram(Map<String, Integer> results, int carries, int sequences) {
        Program program = program(results);
        var byPlace = new LinkedHashMap<String, View>();
        int place = 0;
        for (View view : program.inputs().values()) {
            String name =
                    place < carries
                            ? "c" + place
                            : place < carries + sequences
                                    ? "s" + (place - carries)
                                    : "k" + (place - carries - sequences);
            byPlace.put(name, view);
            place++;
        }
        return new Program(
                program.buffers(),
                program.places(),
                program.own(),
                program.memory(),
                program.steps(),
                program.stages(),
                program.commit(),
                byPlace,
                program.outputs());
    }
}
