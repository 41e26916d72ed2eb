package dev.kiln.runtime;

import dev.kiln.graph.Op;
import dev.kiln.graph.Window;
import dev.kiln.plan.Instruction;
import dev.kiln.plan.View;

/// The kernel of each instruction.
final class Kernels {
    private final Execution execution;
    private final Variables variables;
    private final Scratch scratch;

    Kernels(Execution execution, Variables variables, Scratch scratch) {
        this.execution = execution;
        this.variables = variables;
        this.scratch = scratch;
    }

    Kernel bind(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Fused fused -> FusedKernel.of(fused, execution, scratch);
            case Instruction.Product product ->
                    ProductKernel.of(product, execution::address, execution::anchor);
            case Instruction.Call call -> call(call);
            case Instruction.SummedRows(long from, View table, View indices, View result) -> {
                int along = indices.shape().get(indices.shape().rank() - 1);
                yield new TableKernel.SummedLookup(
                        from,
                        table.shape().get(0),
                        Math.toIntExact(table.shape().row().size()),
                        along,
                        indices.size() / along,
                        execution.address(table),
                        execution.address(indices),
                        execution.address(result));
            }
            case Instruction.Windowed windowed ->
                    switch (windowed.op()) {
                        case Op.Convolution(var window, int groups) -> {
                            var places =
                                    new WindowPlaces(
                                            window,
                                            windowed.reads().get(0).shape(),
                                            windowed.result().shape());
                            if (DirectConvolution.suits(places, groups)) {
                                yield DirectConvolution.forward(
                                        places,
                                        groups,
                                        at(windowed, 0),
                                        at(windowed, 1),
                                        false,
                                        to(windowed),
                                        scratch);
                            }
                            yield ConvolutionKernel.of(
                                    places,
                                    groups,
                                    scratch,
                                    (part, work) ->
                                            new ConvolutionKernel.Forward(
                                                    places,
                                                    groups,
                                                    at(windowed, 0),
                                                    at(windowed, 1),
                                                    to(windowed),
                                                    part,
                                                    work));
                        }
                        case Op.ConvolutionInputGradient(var window, int groups, var shape) -> {
                            var places =
                                    new WindowPlaces(
                                            window, shape, windowed.reads().get(1).shape());
                            if (DirectConvolution.suitsBack(places, groups)) {
                                yield DirectConvolution.forward(
                                        places.turned(),
                                        groups,
                                        at(windowed, 1),
                                        at(windowed, 0),
                                        true,
                                        to(windowed),
                                        scratch);
                            }
                            if (TurnedKernel.suits(places, groups)) {
                                yield new TurnedKernel(
                                        places,
                                        groups,
                                        at(windowed, 0),
                                        at(windowed, 1),
                                        to(windowed),
                                        scratch);
                            }
                            yield ConvolutionKernel.of(
                                    places,
                                    groups,
                                    scratch,
                                    (part, work) ->
                                            new ConvolutionKernel.ToInput(
                                                    places,
                                                    groups,
                                                    at(windowed, 0),
                                                    at(windowed, 1),
                                                    to(windowed),
                                                    part,
                                                    work));
                        }
                        case Op.ConvolutionKernelGradient(var window, int groups, var _) -> {
                            var places =
                                    new WindowPlaces(
                                            window,
                                            windowed.reads().get(0).shape(),
                                            windowed.reads().get(1).shape());
                            if (DirectConvolution.suits(places, groups)) {
                                yield DirectConvolution.toKernel(
                                        places,
                                        groups,
                                        at(windowed, 0),
                                        at(windowed, 1),
                                        to(windowed),
                                        scratch);
                            }
                            yield ConvolutionKernel.of(
                                    places,
                                    groups,
                                    scratch,
                                    (part, work) ->
                                            new ConvolutionKernel.ToKernel(
                                                    places,
                                                    groups,
                                                    at(windowed, 0),
                                                    at(windowed, 1),
                                                    to(windowed),
                                                    part,
                                                    work));
                        }
                        case Op.MaxPool(var window) -> {
                            var places = places(window, windowed.reads().get(0), windowed.result());
                            yield PoolKernel.of(
                                    places,
                                    scratch,
                                    (part, _) ->
                                            new PoolKernel.Max(
                                                    places, part, at(windowed, 0), to(windowed)));
                        }
                        case Op.MaxPoolScatter(var window) -> {
                            var places =
                                    places(
                                            window,
                                            windowed.reads().get(0),
                                            windowed.reads().get(1));
                            if (ScatterKernel.suits(places)) {
                                yield ScatterKernel.of(
                                        places,
                                        at(windowed, 0),
                                        at(windowed, 1),
                                        to(windowed),
                                        scratch);
                            }
                            yield PoolKernel.of(
                                    places,
                                    scratch,
                                    (part, _) ->
                                            new PoolKernel.MaxScatter(
                                                    places,
                                                    part,
                                                    at(windowed, 0),
                                                    at(windowed, 1),
                                                    to(windowed)));
                        }
                        case Op.MaxPoolGather(var window) -> {
                            var places = places(window, windowed.reads().get(0), windowed.result());
                            yield PoolKernel.of(
                                    places,
                                    scratch,
                                    (part, _) ->
                                            new PoolKernel.MaxGather(
                                                    places,
                                                    part,
                                                    at(windowed, 0),
                                                    at(windowed, 1),
                                                    to(windowed)));
                        }
                        case Op.SumPool(var window) -> {
                            var places = places(window, windowed.reads().get(0), windowed.result());
                            yield PoolKernel.of(
                                    places,
                                    scratch,
                                    (part, _) ->
                                            new PoolKernel.Sum(
                                                    places, part, at(windowed, 0), to(windowed)));
                        }
                        case Op.SumPoolScatter(var window, var shape) -> {
                            var places =
                                    new WindowPlaces(
                                            window, shape, windowed.reads().get(0).shape());
                            yield PoolKernel.of(
                                    places,
                                    scratch,
                                    (part, _) ->
                                            new PoolKernel.SumScatter(
                                                    places, part, at(windowed, 0), to(windowed)));
                        }
                        default ->
                                throw new IllegalStateException(
                                        "no window moves in " + windowed.op());
                    };
            case Instruction.Loop loop ->
                    new LoopKernel(
                            loop,
                            Execution.ofBody(loop.body(), variables, scratch.inside()),
                            execution::address);
        };
    }

    private Kernel call(Instruction.Call call) {
        long result = execution.address(call.result());
        return switch (call.op()) {
            case Op.ArgMax(int axis) ->
                    new TableKernel.LargestIndex(
                            call.reads().get(0).shape(),
                            axis,
                            execution.address(call.reads().get(0)),
                            result);
            case Op.Gather(long from) ->
                    new TableKernel.Lookup(
                            from,
                            call.reads().get(0).shape().get(0),
                            Math.toIntExact(call.reads().get(0).shape().row().size()),
                            call.reads().get(1).size(),
                            execution.address(call.reads().get(0)),
                            execution.address(call.reads().get(1)),
                            result);
            case Op.ScatterAdd(int rows) ->
                    new TableKernel.Accumulate(
                            rows,
                            Math.toIntExact(call.result().shape().row().size()),
                            TableKernel.Accumulate.starts(
                                    call.reads().get(1), call.reads().get(0).shape().rank()),
                            execution.address(call.reads().get(0)),
                            execution.address(call.reads().get(1)),
                            result);
            default -> throw new IllegalStateException("no kernel for " + call.op());
        };
    }

    private static WindowPlaces places(Window window, View x, View y) {
        return new WindowPlaces(window, x.shape(), y.shape());
    }

    private long at(Instruction.Windowed windowed, int read) {
        return execution.address(windowed.reads().get(read));
    }

    private long to(Instruction.Windowed windowed) {
        return execution.address(windowed.result());
    }
}
