package io.wsloop.frame;
/** XOR eight bytes at a time through a VarHandle view of byte[]. */
public final class Mask {
    private Mask() {}
    /** masks in place; returns the key rotated so that the next call goes on where this one ended. */
    public static int apply(byte[] bytes, int offset, int length, int key) { throw new UnsupportedOperationException(); }
}
