package dev.kiln.kernel.output;

import dev.kiln.kernel.channels.Outbox;

import org.jspecify.annotations.Nullable;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// `System.out` or `System.err` of the cells: UTF-8, bytes that are none shown as `�`.
final class CellStream extends OutputStream {
    private final Outbox outbox;
    private final String name;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /// Bytes of a character that is not complete yet.
    private ByteBuffer rest = ByteBuffer.allocate(0);

    private CellStream(Outbox outbox, String name) {
        this.outbox = outbox;
        this.name = name;
    }

    /// @param name `stdout` or `stderr`
    static PrintStream printing(Outbox outbox, String name) {
        return new Lines(new CellStream(outbox, name));
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        String text = decode(bytes, from, length);
        if (!text.isEmpty()) {
            outbox.print(Cell.current().header(), name, text);
        }
    }

    private synchronized String decode(byte[] bytes, int from, int length) {
        ByteBuffer in =
                ByteBuffer.allocate(rest.remaining() + length).put(rest).put(bytes, from, length);
        in.flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
        decoder.decode(in, out, false);
        rest = in.slice();
        return out.flip().toString();
    }

    /// Prints each line at once: other output, which may come at any time, goes before or behind it.
    private static final class Lines extends PrintStream {
        private Lines(CellStream stream) {
            super(stream, true, StandardCharsets.UTF_8);
        }

        /// Nothing is buffered. The compiler flushes the standard streams, and must not wait for the lock of a thread
        /// that waits for readers while it prints.
        @Override
        public void flush() {}

        /// A cell that closes what it printed to takes nothing from the next one.
        @Override
        public void close() {}

        @Override
        public void println(@Nullable String text) {
            print(text + System.lineSeparator());
        }

        @Override
        public void println(@Nullable Object object) {
            println(String.valueOf(object));
        }

        @Override
        public void println(char[] text) {
            println(String.valueOf(text));
        }

        @Override
        public void println(boolean truth) {
            println(String.valueOf(truth));
        }

        @Override
        public void println(char letter) {
            println(String.valueOf(letter));
        }

        @Override
        public void println(int number) {
            println(String.valueOf(number));
        }

        @Override
        public void println(long number) {
            println(String.valueOf(number));
        }

        @Override
        public void println(float number) {
            println(String.valueOf(number));
        }

        @Override
        public void println(double number) {
            println(String.valueOf(number));
        }
    }
}
