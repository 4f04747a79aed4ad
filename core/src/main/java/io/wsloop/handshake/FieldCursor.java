package io.wsloop.handshake;

import java.nio.charset.StandardCharsets;

/**
 * Walks over the header fields in an array that a {@link FieldBuffer} has filled. Each field is the name's length, the
 * value's length, the name, the value. The cursor stands before the first field until {@link #next} is called.
 */
final class FieldCursor {
    private final byte[] bytes;
    private int name;
    private int value;
    /** The end of this field's value, where the next field begins. */
    private int end;

    /** Where the last field ends. */
    private final int last;

    FieldCursor(byte[] bytes, int start, int last) {
        this.bytes = bytes;
        this.last = last;
        end = start;
    }

    /** Moves on to the next field. False after the last one. */
    boolean next() {
        if (end == last) {
            return false;
        }
        int nameLength = length();
        int valueLength = length();
        name = end;
        value = name + nameLength;
        end = value + valueLength;
        return true;
    }

    /**
     * Reads a length: seven bits a byte, the lowest first. The eighth bit says that another byte follows. Most lengths
     * take one byte.
     */
    private int length() {
        int length = bytes[end++];
        if (length >= 0) {
            return length;
        }
        length &= 0x7F;
        for (int shift = 7; ; shift += 7) {
            int next = bytes[end++];
            length |= (next & 0x7F) << shift;
            if (next >= 0) {
                return length;
            }
        }
    }

    /** True if this field has the name, in any case. */
    boolean isNamed(String wanted) {
        int length = value - name;
        if (wanted.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int difference = bytes[name + i] ^ wanted.charAt(i);
            if (difference != 0 && !(difference == 0x20 && isLetter(bytes[name + i]))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(int c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    /** True if this field and the other have the same name, in any case, and the same value. */
    boolean isSame(FieldCursor other) {
        return isNamed(other.name()) && value().equals(other.value());
    }

    String name() {
        return name == value ? "" : CommonNames.of(bytes, name, value - name);
    }

    String value() {
        return new String(bytes, value, end - value, StandardCharsets.ISO_8859_1);
    }

    /** Whether this field's value is a comma-separated list that holds a token, in any case. */
    boolean lists(String token) {
        return FieldList.contains(bytes, value, end, token);
    }

    /** How many bytes this field takes in a {@link FieldBuffer}. */
    int size() {
        return FieldBuffer.size(value - name, end - value);
    }

    /** Where the next field begins. */
    int end() {
        return end;
    }

    /** The length of this field's line on the wire. */
    int lineLength() {
        return end - name + 4;
    }

    /** Writes this field's line for the wire, and returns the line's end. */
    int line(byte[] into, int from) {
        int at = copy(name, value, into, from);
        into[at++] = ':';
        into[at++] = ' ';
        at = copy(value, end, into, at);
        into[at++] = '\r';
        into[at++] = '\n';
        return at;
    }

    private int copy(int from, int to, byte[] into, int at) {
        System.arraycopy(bytes, from, into, at, to - from);
        return at + to - from;
    }

    /** Appends this field to a buffer. */
    void appendTo(FieldBuffer buffer) {
        buffer.append(bytes, name, value - name, value, end - value);
    }
}
