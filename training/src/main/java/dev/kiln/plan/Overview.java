package dev.kiln.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// A program as a table that is read in one go: a line a kernel, with what it reads and writes and how many bytes that
/// are, then its memory and which buffers share it. [Explanation] has every offset.
final class Overview {
    private static final String ROW = "  %3s  %-44s %-44s %-28s %8s";

    /// Names in a line before the rest is counted.
    private static final int MOST = 6;

    private final Program program;
    private final List<String> lines = new ArrayList<>();

    private Overview(Program program) {
        this.program = program;
    }

    static String of(Program program) {
        var overview = new Overview(program);
        overview.head();
        overview.kernels("");
        overview.commit();
        overview.memory();
        overview.shared();
        return String.join("\n", overview.lines);
    }

    private void head() {
        lines.add(
                program.steps().size()
                        + " kernels, "
                        + program.commit().size()
                        + " at the commit, "
                        + Explanation.bytes(program.memory())
                        + " of memory"
                        + (program.shares() == 1
                                ? ""
                                : "; the batch in "
                                        + program.shares()
                                        + " shares, of which the first is shown"));
        lines.add(row("", "kernel", "reads", "writes", "bytes"));
    }

    /// The first lane of each stage: the others do the same with their rows.
    private void kernels(String indent) {
        for (Stage stage : program.stages()) {
            int end = stage.ends().getFirst();
            for (int step = stage.from(); step < end; step++) {
                Instruction kernel = program.steps().get(step);
                lines.add(row(indent + step, kernel));
                if (kernel instanceof Instruction.Loop loop) {
                    var body = new Overview(loop.body());
                    body.kernels(indent + "·");
                    lines.addAll(body.lines);
                }
            }
        }
    }

    /// Copies of single numbers, such as counters, are one line.
    private void commit() {
        var copied = new ArrayList<String>();
        for (Instruction kernel : program.commit()) {
            boolean isNumber =
                    kernel.writes().stream().allMatch(view -> view.size() == 1)
                            && Explanation.work(kernel).equals("Copy");
            if (isNumber) {
                kernel.writes().forEach(view -> copied.add(name(view)));
            } else {
                lines.add(row("at", kernel));
            }
        }
        if (!copied.isEmpty()) {
            lines.add("   at  the commit, single numbers: " + some(copied));
        }
    }

    private String row(String number, Instruction kernel) {
        long numbers =
                kernel.reads().stream().mapToLong(View::size).sum()
                        + kernel.writes().stream().mapToLong(View::size).sum();
        return row(
                number,
                work(kernel),
                views(kernel.reads(), 44),
                views(kernel.writes(), 28),
                Explanation.bytes(numbers));
    }

    private static String row(
            String number, String kernel, String reads, String writes, String bytes) {
        return ROW.formatted(number, kernel, reads, writes, bytes).stripTrailing();
    }

    /// The words of a kernel, each once.
    private static String work(Instruction kernel) {
        var each = new LinkedHashSet<>(List.of(Explanation.work(kernel).split(" ")));
        return cut(String.join(" ", each), 44);
    }

    private String views(List<View> views, int width) {
        Map<String, String> shapes = new LinkedHashMap<>();
        for (View view : views) {
            if (!(kind(view) instanceof Buffer.Fixed)) {
                shapes.putIfAbsent(name(view), view.shape().rank() == 0 ? "" : " " + view.shape());
            }
        }
        var said = new StringBuilder();
        int left = shapes.size();
        for (var entry : shapes.entrySet()) {
            String next = (said.isEmpty() ? "" : ", ") + entry.getKey() + entry.getValue();
            String rest = left > 1 ? ", and " + (left - 1) : "";
            if (said.length() + next.length() + rest.length() > width && !said.isEmpty()) {
                return said + ", and " + left;
            }
            said.append(next);
            left--;
        }
        return said.toString();
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    private Buffer.Kind kind(View view) {
        return program.buffers().get(view.buffer()).kind();
    }

    private String name(View view) {
        return name(program.buffers().get(view.buffer()));
    }

    private static String name(Buffer buffer) {
        return switch (buffer.kind()) {
            case Buffer.Given(String name) -> name;
            case Buffer.Stored(var variable) -> variable.name();
            case Buffer.Fixed _, Buffer.Temporary _ -> "b" + buffer.id();
        };
    }

    // ---- memory

    private void memory() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Buffer buffer : program.buffers()) {
            String what =
                    switch (buffer.kind()) {
                        case Buffer.Stored(var variable) -> "variable " + variable.name();
                        case Buffer.Given _ -> "inputs";
                        case Buffer.Fixed _ -> "constants";
                        case Buffer.Temporary _ -> isNowhere(buffer) ? null : "between kernels";
                    };
            if (what != null) {
                sizes.merge(what, buffer.size(), Long::sum);
            }
        }
        var large = new ArrayList<String>();
        int single = 0;
        for (var entry : sizes.entrySet()) {
            if (entry.getValue() == 1 && entry.getKey().startsWith("variable")) {
                single++;
            } else {
                large.add(entry.getKey() + " " + Explanation.bytes(entry.getValue()));
            }
        }
        lines.add(
                "memory: "
                        + String.join(", ", large)
                        + (single == 0 ? "" : ", variables of one number " + single));
    }

    private boolean isNowhere(Buffer buffer) {
        return program.places().get(buffer.id()) < 0;
    }

    /// Buffers that lie in one place at different times, in groups that overlap; the largest first.
    private void shared() {
        var sorted =
                program.buffers().stream()
                        .filter(buffer -> !isNowhere(buffer) && buffer.size() > 0)
                        .sorted((a, b) -> Long.compare(start(a), start(b)))
                        .toList();
        var groups = new ArrayList<List<Buffer>>();
        long end = -1;
        for (Buffer buffer : sorted) {
            if (start(buffer) >= end) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(buffer);
            end = Math.max(end, start(buffer) + buffer.size());
        }
        groups.removeIf(group -> group.size() < 2);
        groups.sort((a, b) -> Long.compare(extent(b), extent(a)));
        for (List<Buffer> group : groups.subList(0, Math.min(groups.size(), MOST))) {
            lines.add(
                    "shared: "
                            + some(group.stream().map(Overview::name).toList())
                            + " in "
                            + Explanation.bytes(extent(group)));
        }
        if (groups.size() > MOST) {
            lines.add("shared: and " + (groups.size() - MOST) + " smaller places");
        }
    }

    private long start(Buffer buffer) {
        return program.places().get(buffer.id());
    }

    private long extent(List<Buffer> group) {
        long end =
                group.stream().mapToLong(buffer -> start(buffer) + buffer.size()).max().orElse(0);
        return end - start(group.getFirst());
    }

    private static String some(List<String> names) {
        int shown = Math.min(names.size(), 2 * MOST);
        return String.join(", ", names.subList(0, shown))
                + (names.size() > shown ? " and " + (names.size() - shown) : "");
    }
}
