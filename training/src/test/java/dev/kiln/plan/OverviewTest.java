package dev.kiln.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Dropout;
import dev.kiln.layers.Input;
import dev.kiln.layers.LSTM;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.Map;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OverviewTest {
    @Test
    void a_program_is_a_line_a_kernel_then_its_memory() {
        var graph = new Graph();
        Tensor x = graph.input("x", Shape.of(2, 3));
        Tensor w = graph.input("w", Shape.of(3, 4));
        Tensor hidden = x.matMul(w).tanh();
        var program = Plan.asWritten(graph, Map.of("y", hidden.matMul(w.transpose(1, 0)).exp()));
        assertThat(program.explain())
                .isEqualTo(
                        """
                        4 kernels, 0 at the commit, 320 B of memory
                               kernel                                       reads                                        writes                          bytes
                            0  MatMul                                       x 2x3, w 3x4                                 b2 2x4                          104 B
                            1  Tanh                                         b2 2x4                                       b3 2x4                           64 B
                            2  MatMul right transposed                      b3 2x4, w 3x4                                b4 2x3                          104 B
                            3  Exp                                          b4 2x3                                       b5 2x3                           48 B
                        memory: inputs 72 B, between kernels 112 B
                        shared: b2, b4 in 32 B""");
    }

    @Test
    void thirty_kernels_fit_on_a_screen() {
        Model dense =
                Sequential.of(
                        new Input(784),
                        new Dense(128, "relu"),
                        new Dropout(0.2),
                        new Dense(10, "softmax"));
        Model recurrent = Sequential.of(new Input(20, 8), new LSTM(16), new Dense(3, "softmax"));
        for (Model model : new Model[] {dense, recurrent}) {
            model.compile("adam", "sparse_categorical_crossentropy", "accuracy");
            String explained = model.explain();
            assertThat(explained.lines().count()).isLessThan(50);
            assertThat(explained.lines().mapToInt(String::length).max().orElse(0)).isLessThan(200);
        }
    }
}
