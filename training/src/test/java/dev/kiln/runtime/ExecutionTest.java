package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.plan.Plan;
import dev.kiln.plan.Program;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ExecutionTest {
    private static final Variable A = new Variable("a", Shape.of(3), Variable.Role.PARAMETER);
    private static final Variable B = new Variable("b", Shape.of(3), Variable.Role.PARAMETER);

    private final Variables variables = new Variables();

    private static float[] numbers(MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_FLOAT);
    }

    private void set(Variable variable, float... values) {
        MemorySegment.copy(
                values,
                0,
                variables.region(variable).segment(),
                ValueLayout.JAVA_FLOAT,
                0,
                values.length);
    }

    private float[] get(Variable variable) {
        return numbers(variables.region(variable).segment());
    }

    @Test
    void variables_start_at_zero_and_keep_what_a_run_commits() {
        var graph = new Graph();
        graph.update(A, graph.read(A).plus(1.5));
        try (var execution = new Execution(Plan.of(graph, Map.of("a", graph.read(A))), variables)) {
            execution.run(0, 0, () -> false);
            execution.run(0, 1, () -> false);
            assertThat(get(A)).containsExactly(3, 3, 3);
            assertThat(numbers(execution.output("a"))).containsExactly(3, 3, 3);
        }
    }

    @Test
    void two_variables_can_swap_their_values() {
        var graph = new Graph();
        Tensor a = graph.read(A);
        Tensor b = graph.read(B);
        graph.update(A, b);
        graph.update(B, a);
        set(A, 1, 2, 3);
        set(B, 4, 5, 6);
        try (var execution = new Execution(Plan.of(graph, Map.of("old", a)), variables)) {
            execution.run(0, 0, () -> false);
            assertThat(get(A)).containsExactly(4, 5, 6);
            assertThat(get(B)).containsExactly(1, 2, 3);
            assertThat(numbers(execution.output("old"))).containsExactly(1, 2, 3);
        }
    }

    @Test
    void a_variable_can_become_its_own_reverse() {
        var graph = new Graph();
        graph.update(A, graph.read(A).reverse(0));
        set(A, 1, 2, 3);
        try (var execution = new Execution(Plan.of(graph, Map.of()), variables)) {
            execution.run(0, 0, () -> false);
            assertThat(get(A)).containsExactly(3, 2, 1);
        }
    }

    /// Momentum, with several variables that depend on each other's old values.
    private static Program momentum() {
        var graph = new Graph();
        Tensor velocity = graph.read(B).times(0.5).plus(graph.input("gradient", Shape.of(3)));
        Tensor weights = graph.read(A).minus(velocity.times(0.25));
        graph.update(B, velocity);
        graph.update(A, weights);
        return Plan.of(graph, Map.of("norm", weights.square().sum(), "weights", weights));
    }

    @Test
    void a_stop_between_any_two_kernels_leaves_the_variables_as_they_were() {
        Program program = momentum();
        try (var execution = new Execution(program, variables)) {
            for (int polls = 0; ; polls++) {
                set(A, 1, 2, 3);
                set(B, 4, 5, 6);
                var left = new AtomicInteger(polls);
                boolean committed = execution.run(0, 0, () -> left.getAndDecrement() == 0);
                if (committed) {
                    assertThat(polls).isGreaterThanOrEqualTo(program.steps().size());
                    assertThat(get(B)).containsExactly(2, 2.5f, 3);
                    break;
                }
                assertThat(get(A)).containsExactly(1, 2, 3);
                assertThat(get(B)).containsExactly(4, 5, 6);
            }
        }
    }

    @Test
    void an_interrupt_gives_up_the_run_and_stays_set() {
        set(A, 1, 2, 3);
        try (var execution = new Execution(momentum(), variables)) {
            Thread.currentThread().interrupt();
            assertThat(execution.run(0, 0, () -> false)).isFalse();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(get(A)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void an_index_outside_its_table_is_named_and_nothing_is_committed() {
        var graph = new Graph();
        Tensor rows = graph.read(A).reshape(3, 1).gather(graph.input("tokens", Shape.of(2, 2)));
        graph.update(A, graph.read(A).plus(rows.sum()));
        set(A, 1, 2, 3);
        for (float wrong : new float[] {3, -1, Float.NaN, Float.POSITIVE_INFINITY, 1e20f}) {
            try (var execution = new Execution(Plan.of(graph, Map.of()), variables)) {
                MemorySegment.copy(
                        new float[] {0, 2, wrong, 1},
                        0,
                        execution.input("tokens"),
                        ValueLayout.JAVA_FLOAT,
                        0,
                        4);
                assertThatThrownBy(() -> execution.run(0, 0, () -> false))
                        .isInstanceOfSatisfying(
                                IndexOutOfTable.class,
                                error -> {
                                    assertThat(error.row()).isEqualTo(2);
                                    assertThat(error.value()).isEqualTo(Float.valueOf(wrong));
                                    assertThat(error.rows()).isEqualTo(3);
                                })
                        .hasMessage(
                                "index "
                                        + wrong
                                        + " at place 2 is outside a table of 3 rows (0 to 2)");
                assertThat(get(A)).containsExactly(1, 2, 3);
            }
        }
    }

    @Test
    void parts_of_a_flat_vector_are_views_and_their_gradients_are_written_in_place() {
        var graph = new Graph();
        var flat = new Variable("trainable", Shape.of(10), Variable.Role.PARAMETER);
        Tensor all = graph.read(flat);
        Tensor kernel = all.slice(0, 0, 6).reshape(2, 3);
        Tensor bias = all.slice(0, 6, 9);
        Tensor x = graph.input("x", Shape.of(4, 2));
        Tensor y = x.matMul(kernel).plus(bias);
        Tensor toKernel = graph.add(new Op.MatMul(true, false), x, y);
        Tensor gradient =
                Tensor.concatenate(0, List.of(toKernel.reshape(6), y.sum(0), y.sum().reshape(1)));
        Program program = Plan.of(graph, Map.of("gradient", gradient));
        assertThat(program.explain()).doesNotContain("Copy");
        MemorySegment.copy(
                new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0},
                0,
                variables.region(flat).segment(),
                ValueLayout.JAVA_FLOAT,
                0,
                10);
        try (var execution = new Execution(program, variables)) {
            MemorySegment.copy(
                    new float[] {1, 0, 0, 1, 1, 1, 0, 0},
                    0,
                    execution.input("x"),
                    ValueLayout.JAVA_FLOAT,
                    0,
                    8);
            execution.run(0, 0, () -> false);
            assertThat(numbers(execution.output("gradient")))
                    .containsExactly(20, 25, 30, 23, 28, 33, 38, 46, 54, 138);
        }
    }

    @Test
    void the_same_seed_and_count_draw_the_same_numbers_and_others_do_not() {
        var graph = new Graph();
        Tensor u = graph.add(new Op.Uniform("dropout", null, Shape.of(5000)));
        Tensor mean = u.mean();
        try (var execution =
                new Execution(Plan.of(graph, Map.of("u", u, "mean", mean)), variables)) {
            execution.run(1, 1, () -> false);
            float[] first = numbers(execution.output("u"));
            assertThat(numbers(execution.output("mean"))[0]).isBetween(0.48f, 0.52f);
            execution.run(1, 2, () -> false);
            assertThat(numbers(execution.output("u"))).isNotEqualTo(first);
            execution.run(2, 1, () -> false);
            assertThat(numbers(execution.output("u"))).isNotEqualTo(first);
            execution.run(1, 1, () -> false);
            assertThat(numbers(execution.output("u"))).isEqualTo(first);
        }
    }

    @Test
    void memory_is_seen_as_nd4j_arrays_without_a_copy() {
        var memory = new Memory(12);
        var region = variables.place(A, memory, 4);
        region.view().assign(2.5);
        assertThat(get(A)).containsExactly(2.5f, 2.5f, 2.5f);
        assertThat(memory.segment().getAtIndex(ValueLayout.JAVA_FLOAT, 3)).isZero();
        assertThat(memory.segment().getAtIndex(ValueLayout.JAVA_FLOAT, 7)).isZero();
        set(A, 1, 2, 3);
        assertThat(memory.view(4, Shape.of(3, 1)).getFloat(2, 0)).isEqualTo(3);
        assertThatThrownBy(() -> memory.view(10, Shape.of(3)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void an_unknown_input_is_answered_with_the_known_ones() {
        try (var execution = new Execution(momentum(), variables)) {
            assertThatThrownBy(() -> execution.input("x"))
                    .hasMessage("the program has no input named x, only [gradient]");
        }
    }
}
