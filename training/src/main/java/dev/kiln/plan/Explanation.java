package dev.kiln.plan;

import dev.kiln.graph.Op;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A program in words, whole: one line a kernel, one line a buffer, with every offset and step.
final class Explanation {
    private final Program program;
    private final List<String> lines = new ArrayList<>();

    private Explanation(Program program) {
        this.program = program;
    }

    static String of(Program program) {
        return String.join("\n", new Explanation(program).lines(""));
    }

    private List<String> lines(String indent) {
        lines.add(
                indent
                        + program.steps().size()
                        + " kernels, "
                        + program.commit().size()
                        + " at the commit, "
                        + bytes(program.memory())
                        + " of memory");
        if (indent.isEmpty()) {
            lines.add(
                    "  each line: what is written = kernel(what is read); b4+64[32x16]/0,1 is buffer b4 from its number 64 on,"
                            + " as 32x16, with a step of 0 and 1 numbers along the axes");
        }
        int number = 0;
        var shares = shares();
        for (Instruction step : program.steps()) {
            lines.add(indent + "  " + shares.get(number) + number++ + " " + line(step));
            if (step instanceof Instruction.Loop loop) {
                lines.addAll(new Explanation(loop.body()).lines(indent + "    "));
            }
        }
        for (Instruction step : program.commit()) {
            lines.add(indent + "  commit " + line(step));
        }
        for (Buffer buffer : program.buffers()) {
            if (buffer.kind() instanceof Buffer.Temporary
                    && program.places().get(buffer.id()) < 0) {
                continue;
            }
            lines.add(
                    indent
                            + "  b"
                            + buffer.id()
                            + " "
                            + kind(buffer)
                            + ", "
                            + bytes(buffer.size())
                            + shared(buffer));
        }
        return lines;
    }

    /// What stands before each step: which share of the batch it works for.
    private List<String> shares() {
        var shares = new ArrayList<String>();
        for (Stage stage : program.stages()) {
            for (int lane = 0; lane < stage.ends().size(); lane++) {
                String share = stage.ends().size() == 1 ? "" : "share " + (lane + 1) + ": ";
                for (int step = stage.start(lane); step < stage.ends().get(lane); step++) {
                    shares.add(share);
                }
            }
        }
        return shares;
    }

    private static String kind(Buffer buffer) {
        return switch (buffer.kind()) {
            case Buffer.Given(String name) -> "input " + name;
            case Buffer.Fixed(Op.Constant(double value, var _)) -> "number " + (float) value;
            case Buffer.Fixed(Op.Iota _) -> "0, 1, 2, …";
            case Buffer.Fixed(Op op) -> op.getClass().getSimpleName();
            case Buffer.Stored(var variable) -> "variable " + variable.name();
            case Buffer.Temporary _ -> "temporary";
        };
    }

    private String shared(Buffer buffer) {
        long start = program.places().get(buffer.id());
        if (start < 0 || buffer.size() == 0) {
            return "";
        }
        var others =
                program.buffers().stream()
                        .filter(other -> other.id() != buffer.id() && other.size() > 0)
                        .filter(
                                other ->
                                        program.places().get(other.id()) >= 0
                                                && program.places().get(other.id())
                                                        < start + buffer.size()
                                                && program.places().get(other.id()) + other.size()
                                                        > start)
                        .map(other -> "b" + other.id())
                        .toList();
        return " from byte "
                + start * Float.BYTES
                + (others.isEmpty() ? "" : ", shares memory with " + String.join(" ", others));
    }

    private static String line(Instruction step) {
        String to = step.writes().stream().map(View::toString).collect(Collectors.joining(", "));
        String from = step.reads().stream().map(View::toString).collect(Collectors.joining(", "));
        return to + " = " + work(step) + extent(step) + "(" + from + ")";
    }

    private static String extent(Instruction step) {
        return step instanceof Instruction.Fused fused
                ? " over "
                        + fused.rows()
                        + (fused.columns() > 1 ? " rows of " + fused.columns() : "")
                : "";
    }

    /// The words for what a kernel does.
    static String work(Instruction step) {
        return switch (step) {
            case Instruction.Fused fused -> {
                String words =
                        Stream.concat(
                                        fused.steps().stream().map(Explanation::name),
                                        fused.stores().stream()
                                                .filter(store -> store.kind() != Store.Kind.WRITE)
                                                .map(
                                                        store ->
                                                                store.kind() == Store.Kind.SUM
                                                                        ? "Sum"
                                                                        : "Max"))
                                .filter(word -> !word.isEmpty())
                                .collect(Collectors.joining(" "));
                yield words.isEmpty() ? "Copy" : words;
            }
            case Instruction.Product product ->
                    "MatMul"
                            + (product.transposeLeft() ? " left transposed" : "")
                            + (product.transposeRight() ? " right transposed" : "");
            case Instruction.Call call -> call.op().getClass().getSimpleName();
            case Instruction.SummedRows _ -> "Gather Sum";
            case Instruction.Windowed windowed -> windowed.op().getClass().getSimpleName();
            case Instruction.Loop loop ->
                    "Scan " + loop.length() + " steps" + (loop.reverse() ? " backwards" : "");
        };
    }

    private static String name(Step step) {
        return switch (step) {
            case Step.Load _, Step.Spread _ -> "";
            case Step.Apply(Op.Elementwise op, List<Integer> _) -> op.getClass().getSimpleName();
            case Step.Random(String stream, Long _, long _, Step.Level _) -> "Uniform " + stream;
            case Step.Fold(int _, Step.Fold.Kind kind) ->
                    switch (kind) {
                        case SUM -> "RowSum";
                        case MAX -> "RowMax";
                        case LARGEST_INDEX -> "RowArgMax";
                    };
        };
    }

    /// @param floats numbers of four bytes
    static String bytes(long floats) {
        long bytes = floats * Float.BYTES;
        return bytes < 10_000
                ? bytes + " B"
                : bytes < 10_000_000 ? bytes / 1_000 + " kB" : bytes / 1_000_000 + " MB";
    }
}
