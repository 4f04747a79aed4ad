package io.wsloop.protocol;

import java.nio.ByteBuffer;

/** An array that messages are unmasked in, and what a sink sees of it. */
final class Loan {
    private final byte[] array;
    private final ByteBuffer readOnly;

    Loan(int capacity) {
        array = new byte[capacity];
        readOnly = ByteBuffer.wrap(array).asReadOnlyBuffer();
    }

    byte[] array() {
        return array;
    }

    /** The first bytes of the array: read-only, and its capacity ends where they do. */
    ByteBuffer view(int length) {
        return readOnly.slice(0, length);
    }
}
