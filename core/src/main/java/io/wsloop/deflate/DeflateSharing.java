package io.wsloop.deflate;
/** The deflaters and inflater that connections without context takeover borrow, one set per thread (loop); lazy; close() ends them, exactly once. Not thread safe. */
public final class DeflateSharing implements AutoCloseable {
    public DeflateSharing() {}
    @Override public void close() { throw new UnsupportedOperationException(); }
}
