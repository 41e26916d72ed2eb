package dev.kiln.kernel.output;

import com.google.gson.JsonObject;

import dev.kiln.kernel.channels.Channel;
import dev.kiln.kernel.channels.Outbox;
import dev.kiln.kernel.wire.WireCodec;
import dev.kiln.kernel.wire.WireMessage;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Asks the user, who answers in the notebook. One question at a time.
public final class Questions {
    private final Outbox outbox;
    private final WireCodec codec;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Object oneAtATime = new Object();

    public Questions(Outbox outbox, WireCodec codec) {
        this.outbox = outbox;
        this.codec = codec;
    }

    /// Takes the answer that a frontend sent.
    public void answer(WireMessage reply) {
        answers.add(reply.text("value", ""));
    }

    /// Asks and waits for the answer.
    ///
    /// @param hidden whether the answer is shown while it is typed
    /// @throws StdinNotAllowed      where the frontend of this cell answers no questions
    /// @throws InterruptedException where the cell is interrupted while it waits
    public String ask(String prompt, boolean hidden) throws InterruptedException {
        Cell cell = Cell.current();
        if (!cell.allowsInput()) {
            throw new StdinNotAllowed();
        }
        synchronized (oneAtATime) {
            answers.clear();
            JsonObject content = new JsonObject();
            content.addProperty("prompt", prompt);
            content.addProperty("password", hidden);
            outbox.publish(
                    Channel.STDIN,
                    () ->
                            new WireMessage(
                                    cell.identities(),
                                    codec.header("input_request"),
                                    cell.header(),
                                    new JsonObject(),
                                    content,
                                    List.of()));
            return answers.take();
        }
    }

    /// `System.in`: each line is a question. What a cell leaves of a line is lost: the next cell asks anew.
    InputStream stream() {
        return new InputStream() {
            private byte[] line = {};
            private int next;
            private Cell asker = Cell.current();

            @Override
            public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public synchronized int read(byte[] into, int from, int length) {
                if (length == 0) {
                    return 0;
                }
                if (!asker.equals(Cell.current())) {
                    asker = Cell.current();
                    next = line.length;
                }
                if (next == line.length) {
                    try {
                        line = (ask("", false) + "\n").getBytes(StandardCharsets.UTF_8);
                        next = 0;
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                        return -1;
                    }
                }
                int count = Math.min(length, line.length - next);
                System.arraycopy(line, next, into, from, count);
                next += count;
                return count;
            }

            @Override
            public synchronized int available() {
                return line.length - next;
            }
        };
    }
}
