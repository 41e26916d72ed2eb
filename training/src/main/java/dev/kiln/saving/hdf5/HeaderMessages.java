package dev.kiln.saving.hdf5;

import dev.kiln.tensor.Shape;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An object header of version 2: what is said about a group or an array, one message a fact.
final class HeaderMessages {
    /// An address of nothing.
    static final long NOWHERE = -1;

    private static final int DATASPACE = 0x01;
    private static final int LINKS = 0x02;
    private static final int DATATYPE = 0x03;
    private static final int FILL_VALUE = 0x05;
    private static final int LINK = 0x06;
    private static final int LAYOUT = 0x08;
    private static final int GROUP = 0x0A;
    private static final int ATTRIBUTE = 0x0C;

    /// The message never changes while the object is there.
    private static final int CONSTANT = 1;

    private static final int UTF_8 = 1;

    private final Fields messages = new Fields();

    private HeaderMessages() {}

    /// @param links addresses of headers by name
    static byte[] group(Map<String, Long> links, Map<String, String> texts) {
        var header = new HeaderMessages();
        header.add(LINKS, 0, new Fields().bytes(0, 0).eight(NOWHERE).eight(NOWHERE));
        header.add(GROUP, 0, new Fields().bytes(0, 0));
        links.forEach((name, address) -> header.add(LINK, 0, link(name, address)));
        texts.forEach((name, text) -> header.add(ATTRIBUTE, 0, attribute(name, text)));
        return header.toArray();
    }

    /// @param address of the numbers; [#NOWHERE] where there are none
    static byte[] array(ArrayContent array, long address) {
        var header = new HeaderMessages();
        header.add(DATASPACE, 0, space(array.shape()));
        header.add(DATATYPE, CONSTANT, type(array.kind()));
        // Version 3, space taken late, written where it is set, which it is not.
        header.add(FILL_VALUE, CONSTANT, new Fields().bytes(3, 0x0A));
        // Version 3, contiguous.
        header.add(LAYOUT, 0, new Fields().bytes(3, 1).eight(address).eight(array.bytes()));
        return header.toArray();
    }

    private void add(int kind, int flags, Fields message) {
        messages.bytes(kind).two(message.size()).bytes(flags).bytes(message.toArray());
    }

    private byte[] toArray() {
        byte[] all = messages.toArray();
        // Version 2; the size of the messages in four bytes.
        return new Fields()
                .ascii("OHDR")
                .bytes(2, 2)
                .four(all.length)
                .bytes(all)
                .checksum()
                .toArray();
    }

    /// Version 1, with its alphabet, the length of the name in two bytes.
    private static Fields link(String name, long address) {
        byte[] letters = name.getBytes(StandardCharsets.UTF_8);
        return new Fields().bytes(1, 0x11, UTF_8).two(letters.length).bytes(letters).eight(address);
    }

    /// Version 3: a text of fixed length, filled up with zeros.
    private static Fields attribute(String name, String text) {
        byte[] letters = name.getBytes(StandardCharsets.UTF_8);
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        Fields type = new Fields().bytes(0x13, 0x11, 0, 0).four(Math.max(value.length, 1));
        Fields space = space(Shape.of());
        return new Fields()
                .bytes(3, 0)
                .two(letters.length + 1)
                .two(type.size())
                .two(space.size())
                .bytes(UTF_8)
                .bytes(letters)
                .bytes(0)
                .bytes(type.toArray())
                .bytes(space.toArray())
                .bytes(value.length == 0 ? new byte[1] : value);
    }

    /// Version 2.
    private static Fields space(Shape shape) {
        var space = new Fields().bytes(2, shape.rank(), 0, shape.rank() == 0 ? 0 : 1);
        shape.dimensions().forEach(space::eight);
        return space;
    }

    /// Version 1, little-endian.
    private static Fields type(ArrayContent.Kind kind) {
        return switch (kind) {
            // IEEE 754: the first bit of the mantissa is implied, the sign is bit 31.
            case FLOAT ->
                    new Fields()
                            .bytes(0x11, 0x20, 31, 0)
                            .four(Float.BYTES)
                            .two(0)
                            .two(Float.SIZE)
                            .bytes(23, 8, 0, 23)
                            .four(127);
            // Signed.
            case LONG ->
                    new Fields().bytes(0x10, 0x08, 0, 0).four(Long.BYTES).two(0).two(Long.SIZE);
        };
    }
}
