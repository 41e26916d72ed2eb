package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import dev.kiln.plan.Instruction;
import dev.kiln.plan.View;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.ToLongFunction;

/// Runs a body once a step: carries and slices are copied in, results out.
final class LoopKernel implements Kernel {
    /// Bytes moved between the loop's memory and the body's.
    private record Move(long outside, long inside, long bytes) {
        void in(long step) {
            MemorySegment.copy(EVERYWHERE, outside + step * bytes, EVERYWHERE, inside, bytes);
        }

        void out(long step) {
            MemorySegment.copy(EVERYWHERE, inside, EVERYWHERE, outside + step * bytes, bytes);
        }
    }

    private final Execution body;
    private final int length;
    private final boolean reverse;
    private final Move[] carries;
    private final Move[] sequences;
    private final Move[] captures;
    private final Move[] finals;
    private final Move[] stacked;
    private final Move[] back;

    LoopKernel(Instruction.Loop loop, Execution body, ToLongFunction<View> address) {
        this.body = body;
        this.length = loop.length();
        this.reverse = loop.reverse();
        var inputs = body.program().inputs();
        var outputs = body.program().outputs();
        carries = moves(loop.carries(), address, body, inputs, "c");
        sequences = moves(loop.sequences(), address, body, inputs, "s");
        captures = moves(loop.captures(), address, body, inputs, "k");
        finals = moves(loop.finals(), address, body, inputs, "c");
        stacked = moves(loop.stacked(), address, body, outputs, "t");
        back = new Move[carries.length];
        for (int i = 0; i < back.length; i++) {
            long result = body.address(outputs.get("c" + i));
            back[i] = new Move(result, carries[i].inside, carries[i].bytes);
        }
    }

    private static Move[] moves(
            List<View> views,
            ToLongFunction<View> address,
            Execution body,
            java.util.Map<String, View> places,
            String prefix) {
        Move[] moves = new Move[views.size()];
        for (int i = 0; i < moves.length; i++) {
            View inside = places.get(prefix + i);
            moves[i] =
                    new Move(
                            address.applyAsLong(views.get(i)),
                            body.address(inside),
                            inside.size() * Float.BYTES);
        }
        return moves;
    }

    @Override
    public void run(Moment moment) {
        for (Move capture : captures) {
            capture.in(0);
        }
        for (Move carry : carries) {
            carry.in(0);
        }
        for (int step = 0; step < length; step++) {
            int at = reverse ? length - 1 - step : step;
            for (Move sequence : sequences) {
                sequence.in(at);
            }
            if (!body.work(moment)) {
                throw Stopped.INSTANCE;
            }
            for (Move result : stacked) {
                result.out(at);
            }
            for (Move carry : back) {
                carry.in(0);
            }
        }
        for (Move carry : finals) {
            carry.out(0);
        }
    }
}
