package dev.kiln.kernel.channels;

import com.google.gson.JsonObject;

import dev.kiln.kernel.wire.WireMessage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// What waits to be sent. Replies overtake output; output keeps its order, and text of one stream that follows
/// itself becomes one message.
///
/// Text is bounded: a cell that prints faster than the readers read waits here, not in memory.
public final class Outbox {
    /// Text that may wait; whoever prints more waits until some has gone.
    private static final int WAITING_CHARS = 4 << 20;

    /// Text of one message.
    private static final int MESSAGE_CHARS = 64 << 10;

    /// Output that may be under way to readers that have no room for it yet.
    private static final int UNDER_WAY = 16;

    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(15);

    /// A message and its channel, made when its turn comes.
    record Letter(Channel channel, Supplier<WireMessage> message) {}

    private sealed interface Entry {}

    /// Nothing may be taken though something waits.
    private record Pause() implements Entry {}

    private static final Pause WAIT = new Pause();

    private record Ready(Letter letter) implements Entry {}

    private static final class Text implements Entry {
        final JsonObject parent;
        final String stream;
        final StringBuilder text = new StringBuilder();
        final long since = System.nanoTime();

        Text(JsonObject parent, String stream) {
            this.parent = parent;
            this.stream = stream;
        }
    }

    private final Deque<Letter> replies = new ArrayDeque<>();
    private final Deque<Entry> output = new ArrayDeque<>();
    private final StreamMessage streamMessage;
    private long waitingChars;
    private int underWay;
    private boolean closed;

    /// Makes the message that carries a stream's text.
    @FunctionalInterface
    public interface StreamMessage {
        WireMessage of(JsonObject parent, String stream, String text);
    }

    public Outbox(StreamMessage streamMessage) {
        this.streamMessage = streamMessage;
    }

    /// A message that nothing has to wait for.
    public synchronized void reply(Channel channel, Supplier<WireMessage> message) {
        replies.add(new Letter(channel, message));
        notifyAll();
    }

    /// A message that is sent after all output so far.
    public synchronized void publish(Channel channel, Supplier<WireMessage> message) {
        output.add(new Ready(new Letter(channel, message)));
        notifyAll();
    }

    /// Text of a stream; waits while too much text waits. An interrupt is kept for later: the wait is short, and a
    /// thread that went on printing without it would fill the memory.
    public synchronized void print(JsonObject parent, String stream, String text) {
        for (int from = 0; from < text.length(); from += MESSAGE_CHARS) {
            append(
                    parent,
                    stream,
                    text.substring(from, Math.min(text.length(), from + MESSAGE_CHARS)));
        }
        notifyAll();
        boolean interrupted = false;
        while (waitingChars > WAITING_CHARS && !closed) {
            try {
                wait();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void append(JsonObject parent, String stream, String text) {
        if (!(output.peekLast() instanceof Text last
                && last.parent == parent
                && last.stream.equals(stream)
                && last.text.length() + text.length() <= MESSAGE_CHARS)) {
            output.add(new Text(parent, stream));
        }
        Text last = (Text) output.getLast();
        last.text.append(text);
        waitingChars += text.length();
    }

    /// The next letter to send; waits for one. Empty when the outbox is closed and all has been taken.
    synchronized Optional<Letter> take() throws InterruptedException {
        while (true) {
            if (!replies.isEmpty()) {
                return Optional.of(replies.remove());
            }
            switch (underWay < UNDER_WAY || closed ? output.peek() : WAIT) {
                case Pause _ -> wait();
                case Ready(Letter letter) -> {
                    output.remove();
                    if (letter.channel() == Channel.IOPUB) {
                        underWay++;
                    }
                    return Optional.of(letter);
                }
                case Text text -> {
                    long left = GATHER_NANOS - (System.nanoTime() - text.since);
                    if (left <= 0 || output.size() > 1 || closed) {
                        output.remove();
                        underWay++;
                        waitingChars -= text.text.length();
                        notifyAll();
                        String whole = text.text.toString();
                        return Optional.of(
                                new Letter(
                                        Channel.IOPUB,
                                        () -> streamMessage.of(text.parent, text.stream, whole)));
                    }
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
                case null -> {
                    if (closed) {
                        return Optional.empty();
                    }
                    wait();
                }
            }
        }
    }

    /// Tells that output that was taken has gone to its readers, or never will.
    synchronized void published() {
        underWay--;
        notifyAll();
    }

    /// Lets what waits go out and takes no thread's time any more.
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
