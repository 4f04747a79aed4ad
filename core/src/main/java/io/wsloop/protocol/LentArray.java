package io.wsloop.protocol;

import java.nio.ByteBuffer;

/** An array in which messages are unmasked, and the read-only views of it that sinks see. */
final class LentArray {
    private final byte[] array;
    private final ByteBuffer readOnly;

    LentArray(int capacity) {
        array = new byte[capacity];
        readOnly = ByteBuffer.wrap(array).asReadOnlyBuffer();
    }

    byte[] array() {
        return array;
    }

    /** A read-only view of the first bytes of the array, with no more capacity than these. */
    ByteBuffer view(int length) {
        return readOnly.slice(0, length);
    }
}
