package io.wsloop.protocol;
/** What the engines driven by one thread share: the time of this turn, scratch arrays, masking keys, deflaters. Not thread safe; close() ends the deflaters. */
public final class Workbench implements AutoCloseable {
    public Workbench(MaskingKeys keys) { throw new UnsupportedOperationException(); }
    /** sets the time of this turn (nanoseconds, System.nanoTime-like; may be negative, compare by difference). */
    public void now(long nanos) { throw new UnsupportedOperationException(); }
    public long now() { throw new UnsupportedOperationException(); }
    @Override public void close() { throw new UnsupportedOperationException(); }
}
