package io.wsloop.protocol;
import java.nio.ByteBuffer;
/**
 * Bytes to send, in order. Owner: the engine; one thread. Two places: the staging buffer that the driver lends for the time of a callback (corking), and chunks of its own.
 * Small frames share a chunk, large payloads stand alone, prepared frames are read-only duplicates. An idle outbox owns no buffer.
 */
public final class Outbox {
    Outbox() {}
    /** Writes out what stands in the staging buffer when it is full in the midst of a large message: the driver writes it to the socket (buffer is in read mode), leaving what was not taken. */
    @FunctionalInterface public interface Drain { void drain(ByteBuffer staging); }
    /** Cork: from now on bytes go to the staging buffer (empty, in write mode, direct, shared by all connections of a loop) as long as no chunk is waiting. Not nestable. */
    public void lend(ByteBuffer staging, Drain drain) { throw new UnsupportedOperationException(); }
    /** Uncork: gives the staging buffer back, its unsent bytes copied to chunks. The driver usually writes the staging buffer first: see staged(). */
    public void reclaim() { throw new UnsupportedOperationException(); }
    /** the staging buffer flipped for writing to the socket, or null when nothing is staged; after the write call reclaim(), which keeps what remains. */
    public @org.jspecify.annotations.Nullable ByteBuffer staged() { throw new UnsupportedOperationException(); }
    public boolean isEmpty() { throw new UnsupportedOperationException(); }
    /** all bytes waiting: chunks + staged. */
    public long pending() { throw new UnsupportedOperationException(); }
    /** up to 16 waiting buffers for a gathering write; a reused array, valid entries = count(). */
    public ByteBuffer[] buffers() { throw new UnsupportedOperationException(); }
    public int count() { throw new UnsupportedOperationException(); }
    /** after a write moved the buffers' positions: drops those written whole. */
    public void consumed() { throw new UnsupportedOperationException(); }
}
