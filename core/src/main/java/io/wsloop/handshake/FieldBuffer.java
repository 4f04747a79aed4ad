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

    /** Writes the two lengths, and makes room for name and value. */
    private void reserve(int nameLength, int valueLength) {
        // A length is an int, so it takes five bytes at most.
        int most = 10 + nameLength + valueLength;
        if (bytes.length - length < most) {
            bytes = Arrays.copyOf(bytes, Math.max(FIRST_CAPACITY, Math.max(bytes.length * 2, length + most)));
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

    /** A copy of the fields so far, in an array of exactly their length. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** The fields so far. */
    Headers toHeaders() {
        return length == 0 ? Headers.EMPTY : new Headers(toBytes(), 0);
    }
}
