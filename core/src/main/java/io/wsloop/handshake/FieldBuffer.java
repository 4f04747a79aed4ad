package io.wsloop.handshake;

import java.util.Arrays;

/** Collects header fields in one array, in the form that a {@link FieldCursor} reads. */
final class FieldBuffer {
    private static final int FIRST_CAPACITY = 256;
    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes;
    private int length;

    FieldBuffer() {
        bytes = NOTHING;
    }

    /** Makes a buffer with room for this number of bytes. */
    FieldBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** The size of the array. */
    int capacity() {
        return bytes.length;
    }

    /** Makes the first array as large as this, so that it need not grow. No effect once there is an array. */
    void reserveFirst(int capacity) {
        if (bytes.length == 0) {
            bytes = new byte[capacity];
        }
    }

    /** Adds a field. One array holds both its name and its value. */
    void append(byte[] source, int name, int nameLength, int value, int valueLength) {
        reserve(nameLength, valueLength);
        System.arraycopy(source, name, bytes, length, nameLength);
        System.arraycopy(source, value, bytes, length + nameLength, valueLength);
        length += nameLength + valueLength;
    }

    /** Adds a field of ISO 8859-1. */
    void append(String name, String value) {
        reserve(name.length(), value.length());
        text(name);
        text(value);
    }

    private void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    /** How many bytes a field takes, its two lengths included. */
    static int size(int nameLength, int valueLength) {
        return lengthSize(nameLength) + lengthSize(valueLength) + nameLength + valueLength;
    }

    private static int lengthSize(int number) {
        int size = 1;
        for (int left = number >>> 7; left != 0; left >>>= 7) {
            size++;
        }
        return size;
    }

    /** Writes the two lengths, and makes room for name and value. */
    private void reserve(int nameLength, int valueLength) {
        int needed = size(nameLength, valueLength);
        if (bytes.length - length < needed) {
            bytes = Arrays.copyOf(bytes, Math.max(FIRST_CAPACITY, Math.max(bytes.length * 2, length + needed)));
        }
        length(nameLength);
        length(valueLength);
    }

    private void length(int number) {
        int left = number;
        while (left > 0x7F) {
            bytes[length++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[length++] = (byte) left;
    }

    void append(Headers headers) {
        for (FieldCursor field = headers.cursor(); field.next(); ) {
            field.appendTo(this);
        }
    }

    /** The fields so far, in an array of exactly their length. It is this buffer's own if that is full. */
    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /**
     * The fields so far. They share this buffer's array if little of it is unused. That is safe because the buffer only ever
     * adds behind them.
     */
    Headers toHeaders() {
        if (length == 0) {
            return Headers.EMPTY;
        }
        return new Headers(bytes.length - length > FIRST_CAPACITY ? toBytes() : bytes, 0, length);
    }
}
