package dev.kiln.kernel.channels;

import zmq.Msg;
import zmq.msg.MsgAllocator;
import zmq.msg.MsgAllocatorThreshold;

import java.util.function.Consumer;

/// Memory for frames that arrive. Anybody who can connect may announce a frame of any size before saying who he is; one
/// that there is no memory for must not end the thread that all channels hang on.
final class FrameMemory implements MsgAllocator {
    private static final long AT_LEAST = 256L << 20;

    private final MsgAllocator usual = new MsgAllocatorThreshold();
    private final Consumer<String> log;

    /// @param log told about frames that there was no memory for
    FrameMemory(Consumer<String> log) {
        this.log = log;
    }

    /// The largest frame that is taken, in bytes; whoever announces a larger one is hung up on.
    static long largestFrame() {
        return Math.clamp(Runtime.getRuntime().maxMemory() / 4, AT_LEAST, Integer.MAX_VALUE - 8);
    }

    /// @return a frame without room where there is none: what follows is no message then, and the connection ends
    @Override
    public Msg allocate(int size) {
        if (size >= 0) {
            try {
                return usual.allocate(size);
            } catch (OutOfMemoryError tooLarge) {
                log.accept("There is no memory for a frame of " + size + " bytes.");
            }
        }
        return new Msg(0);
    }

    /// Lets a thread of the sockets go on after it found no memory.
    static Runnable goingOn(Runnable loop, Consumer<String> log) {
        return () -> {
            boolean ended = false;
            while (!ended) {
                try {
                    loop.run();
                    ended = true;
                } catch (OutOfMemoryError | StackOverflowError full) {
                    log.accept("The sockets go on after " + full);
                }
            }
        };
    }
}
