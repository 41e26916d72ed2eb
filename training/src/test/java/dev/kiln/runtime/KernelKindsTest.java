package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Op;
import dev.kiln.graph.OpSample;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Window;
import dev.kiln.plan.Plan;
import dev.kiln.plan.Program;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.ValueLayout;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Every kind of kernel that a program can be made of passes one verifier: it gives what the graph that it stands for
/// means in 64 bits, on usual numbers and on awkward ones. A kind that no sample meets fails the test.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KernelKindsTest {
    private static final String ROOM = "dev.kiln.runtime.";

    /// Kernels that multiply padding with their numbers, or work out several results from sums of one block of the image:
    /// an infinity or NaN spreads to results that do not mean it.
    private static boolean isSpreading(String kind) {
        return kind.contains("Convolution")
                || kind.contains("Winograd")
                || kind.contains("Direct")
                || kind.contains("Depthwise");
    }

    /// Inputs that are places in a table, which have to be there.
    private static final Set<Class<? extends Op>> OF_PLACES =
            Set.of(Op.Gather.class, Op.ScatterAdd.class);

    private static final float[] AWKWARD = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -1e-40f,
        Float.NaN,
        1e-30f,
        Float.POSITIVE_INFINITY,
        0.5f,
        Float.NEGATIVE_INFINITY,
        3f
    };

    /// @param shares into how many the batch is cut; 1 for the sample as it is
    private record Sample(OpSample sample, int shares) {
        @Override
        public String toString() {
            return sample + (shares == 1 ? "" : " in " + shares + " shares");
        }
    }

    static List<Sample> samples() {
        var samples = new ArrayList<Sample>();
        OpSample.all().forEach(sample -> samples.add(new Sample(sample, 1)));
        Window same = Window.same(Shape.of(12, 12), List.of(3, 3), List.of(1, 1), List.of(1, 1));
        Window wide = Window.same(Shape.of(12, 12), List.of(5, 3), List.of(2, 1), List.of(1, 1));
        convolution(samples, "in blocks", same, 1, Shape.of(1, 12, 12, 16), Shape.of(3, 3, 16, 16));
        convolution(
                samples, "of a batch", same, 1, Shape.of(3, 12, 12, 16), Shape.of(3, 3, 16, 16));
        convolution(samples, "in strides", wide, 1, Shape.of(2, 12, 12, 8), Shape.of(5, 3, 8, 24));
        convolution(samples, "in groups", same, 2, Shape.of(2, 12, 12, 8), Shape.of(3, 3, 4, 8));
        convolution(
                samples, "by channels", same, 16, Shape.of(2, 12, 12, 16), Shape.of(3, 3, 1, 16));
        Window halves = Window.valid(List.of(2, 2), List.of(2, 2), List.of(1, 1));
        Shape image = Shape.of(2, 8, 8, 16);
        samples.add(
                sample(
                        "of whole vectors",
                        Op.MaxPoolScatter.class,
                        in -> in.getFirst().graph().add(new Op.MaxPoolScatter(halves), in),
                        image,
                        Shape.of(2, 4, 4, 16)));
        samples.add(
                sample(
                        "in two halves",
                        Op.MaxPool.class,
                        in -> in.getFirst().graph().add(new Op.MaxPool(halves), in),
                        Shape.of(4, 64, 64, 8)));
        samples.add(
                new Sample(
                        new OpSample(
                                "over a batch",
                                Op.MatMul.class,
                                List.of(Shape.of(6, 5), Shape.of(5, 3)),
                                x -> x,
                                in -> in.get(0).matMul(in.get(1)).tanh().sum(1)),
                        2));
        return samples;
    }

    private static Sample sample(
            String name,
            Class<? extends Op> op,
            Function<List<Tensor>, Tensor> formula,
            Shape... shapes) {
        return new Sample(new OpSample(name, op, List.of(shapes), x -> x, formula), 1);
    }

    /// A convolution and what it sends back to both of its sides.
    private static void convolution(
            List<Sample> to, String name, Window window, int groups, Shape x, Shape kernel) {
        var scratch = new Graph();
        Shape y =
                scratch.add(
                                new Op.Convolution(window, groups),
                                List.of(scratch.input("x", x), scratch.input("k", kernel)))
                        .shape();
        to.add(
                sample(
                        name,
                        Op.Convolution.class,
                        in -> apply(new Op.Convolution(window, groups), in),
                        x,
                        kernel));
        to.add(
                sample(
                        name,
                        Op.ConvolutionInputGradient.class,
                        in -> apply(new Op.ConvolutionInputGradient(window, groups, x), in),
                        kernel,
                        y));
        to.add(
                sample(
                        name,
                        Op.ConvolutionKernelGradient.class,
                        in -> apply(new Op.ConvolutionKernelGradient(window, groups, kernel), in),
                        x,
                        y));
    }

    private static Tensor apply(Op op, List<Tensor> in) {
        return in.getFirst().graph().add(op, in);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_kernel_gives_what_its_graph_means(Sample sample) {
        var numbers = sample.sample().numbers(3);
        compare(sample, numbers);
        if (!OF_PLACES.contains(sample.sample().op())) {
            int next = 0;
            for (String name : new TreeSet<>(numbers.keySet())) {
                double[] values = numbers.get(name);
                for (int i = 1; i < values.length; i += Math.max(5, values.length / 40)) {
                    values[i] = AWKWARD[next++ % AWKWARD.length];
                }
            }
            compare(sample, numbers);
        }
    }

    private static void compare(Sample sample, Map<String, double[]> numbers) {
        var written = sample.sample().write();
        double[] meant = Reference.evaluate(written.result(), numbers);
        try (var execution = new Execution(program(sample, written), new Variables())) {
            execution
                    .program()
                    .inputs()
                    .keySet()
                    .forEach(name -> OpsTest.put(numbers.get(name), execution.input(name)));
            execution.run(0, 0, () -> false);
            float[] got = execution.output("result").toArray(ValueLayout.JAVA_FLOAT);
            boolean isSpreading = kinds(execution).stream().anyMatch(KernelKindsTest::isSpreading);
            assertThat(got).hasSameSizeAs(meant);
            double scale = 1e-30;
            for (double value : meant) {
                scale = Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
            }
            for (int i = 0; i < got.length; i++) {
                if (!Double.isFinite(meant[i])) {
                    assertThat(Float.isFinite(got[i])).as("number %d: %s", i, meant[i]).isFalse();
                } else if (Float.isFinite(got[i]) || !isSpreading) {
                    assertThat(Math.abs(got[i] - meant[i]))
                            .as("number %d: %s, meant %s", i, got[i], meant[i])
                            .isLessThanOrEqualTo(1e-4 * scale);
                }
            }
        }
    }

    private static Program program(Sample sample, OpSample.Written written) {
        var outputs = Map.of("result", written.result());
        return sample.shares() == 1
                ? Plan.asWritten(written.graph(), outputs)
                : Plan.inShares(written.graph(), outputs, Set.of("x0"), sample.shares());
    }

    @Test
    void every_kind_of_kernel_is_met_by_a_sample() {
        assumeTrue(TileProducts.LANES > 0);
        var met = new TreeSet<String>();
        for (Sample sample : samples()) {
            try (var execution =
                    new Execution(program(sample, sample.sample().write()), new Variables())) {
                met.addAll(kinds(execution));
            }
        }
        var known = new TreeSet<String>();
        for (JavaClass kind :
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.kiln.runtime")) {
            if (kind.isAssignableTo(Kernel.class)
                    && !kind.isInterface()
                    && !kind.getModifiers().contains(JavaModifier.ABSTRACT)) {
                known.add(name(kind.getName()));
            }
        }
        assertThat(known).hasSizeGreaterThan(15);
        assertThat(met)
                .as("give a kind that is missing here a sample")
                .containsExactlyElementsOf(known);
    }

    /// The kinds of all kernels that can be reached from an execution.
    private static Set<String> kinds(Execution execution) {
        var kinds = new TreeSet<String>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        var open = new ArrayList<Object>(List.of(execution));
        while (!open.isEmpty()) {
            Object at = open.removeLast();
            if (at == null || !seen.add(at)) {
                continue;
            }
            if (at instanceof Object[] several) {
                Collections.addAll(open, several);
                continue;
            }
            Class<?> type = at.getClass();
            if (!type.getName().startsWith(ROOM)) {
                continue;
            }
            if (at instanceof Kernel && !type.isHidden() && !type.isSynthetic()) {
                kinds.add(name(type.getName()));
            }
            for (Class<?> owner = type;
                    owner.getName().startsWith(ROOM);
                    owner = owner.getSuperclass()) {
                for (Field field : owner.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()) {
                        open.add(value(field, at));
                    }
                }
            }
        }
        return kinds;
    }

    private static Object value(Field field, Object of) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(String type) {
        return type.substring(ROOM.length());
    }
}
