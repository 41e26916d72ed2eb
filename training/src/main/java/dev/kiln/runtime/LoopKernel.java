package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import dev.kiln.plan.Instruction;
import dev.kiln.plan.View;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/// Runs a body once a step. Slices and what is stacked are read and written where they are, as far as the body's kernels can; carries and the
/// rest are copied in, results out.
final class LoopKernel implements Kernel {
    /// Bytes between the loop's memory and the body's.
    ///
    /// @param anchor    of the body's buffer
    /// @param isInPlace whether the body works in the loop's memory
    private record Move(long outside, long inside, long bytes, Anchor anchor, boolean isInPlace) {
        void in(long step) {
            if (!isInPlace) {
                MemorySegment.copy(EVERYWHERE, outside + step * bytes, EVERYWHERE, here(), bytes);
            }
        }

        void out(long step) {
            if (!isInPlace) {
                MemorySegment.copy(EVERYWHERE, here(), EVERYWHERE, outside + step * bytes, bytes);
            }
        }

        /// Before a step.
        void move(long step) {
            if (isInPlace) {
                anchor.moveTo(outside + step * bytes - inside);
            }
        }

        private long here() {
            return inside + anchor.shift();
        }
    }

    /// What the names of the inputs that are slices begin with.
    static final String SEQUENCE = "s";

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
        var taken = new HashSet<Integer>();
        carries = moves(loop.carries(), address, inputs, "c", null);
        sequences = moves(loop.sequences(), address, inputs, SEQUENCE, taken);
        captures = moves(loop.captures(), address, inputs, "k", null);
        finals = moves(loop.finals(), address, inputs, "c", null);
        stacked = moves(loop.stacked(), address, outputs, "t", taken);
        back = new Move[carries.length];
        for (int i = 0; i < back.length; i++) {
            View result = outputs.get("c" + i);
            back[i] =
                    new Move(
                            carries[i].inside,
                            body.address(result),
                            carries[i].bytes,
                            body.anchor(result),
                            false);
        }
    }

    /// @param taken buffers of the body that are in the loop's memory already; null where none can be
    private Move[] moves(
            List<View> views,
            ToLongFunction<View> address,
            Map<String, View> places,
            String prefix,
            @Nullable Set<Integer> taken) {
        Move[] moves = new Move[views.size()];
        for (int i = 0; i < moves.length; i++) {
            View inside = places.get(prefix + i);
            moves[i] =
                    new Move(
                            address.applyAsLong(views.get(i)),
                            body.address(inside),
                            inside.size() * Float.BYTES,
                            body.anchor(inside),
                            taken != null && body.isMovable(inside) && taken.add(inside.buffer()));
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
                sequence.move(at);
                sequence.in(at);
            }
            for (Move result : stacked) {
                result.move(at);
            }
            if (!body.work(moment)) {
                throw Stopped.INSTANCE;
            }
            for (Move result : stacked) {
                result.out(at);
            }
            for (Move carry : back) {
                carry.out(0);
            }
        }
        for (Move carry : finals) {
            carry.out(0);
        }
    }
}
