package io.wsloop.protocol;
import io.wsloop.*;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
/** The engine: RFC 6455 and 7692 without I/O. One thread at a time. */
public final class Protocol {
    private Protocol() {}
    public static Protocol server(ProtocolOptions options, Workbench bench) { throw new UnsupportedOperationException(); }
    public static Protocol client(ProtocolOptions options, Workbench bench) { throw new UnsupportedOperationException(); }
    /** At most one event a call. true: call again (something was delivered or consumed and bytes may be left); false: everything in `in` is used up and more is needed. After the ending bytes are discarded. Never throws for bad input. */
    public boolean receive(ByteBuffer in, ProtocolSink sink) { throw new UnsupportedOperationException(); }
    /** The peer ended its stream. */
    public void receiveEof() { throw new UnsupportedOperationException(); }
    /** Reading or writing failed: CLOSE_NOW. */
    public void transportFailed(Throwable error) { throw new UnsupportedOperationException(); }
    /** The transport is closed: tells sink.onEnd once, releases everything. Idempotent. */
    public void transportClosed(ProtocolSink sink) { throw new UnsupportedOperationException(); }
    /** Fail from this side (listener threw: 1011; stop: 1001...): close frame if none was sent, then HALF_CLOSE. */
    public void fail(CloseStatus status, CloseCause cause, @Nullable Throwable error) { throw new UnsupportedOperationException(); }
    /** CLOSE_NOW with this cause. */
    public void abort(CloseCause cause, @Nullable Throwable error) { throw new UnsupportedOperationException(); }
    public SendResult sendText(String text, Compression compression) { throw new UnsupportedOperationException(); }
    public SendResult sendBinary(byte[] payload, int offset, int length, Compression compression) { throw new UnsupportedOperationException(); }
    public SendResult sendBinary(ByteBuffer payload, Compression compression) { throw new UnsupportedOperationException(); }
    public SendResult send(PreparedMessage message) { throw new UnsupportedOperationException(); }
    /** one fragment of a message sent piecewise; first call begins it with `type`. IllegalStateException when a plain send meets an unfinished one. */
    public SendResult sendPart(MessageType type, Compression compression, byte[] part, int offset, int length, boolean last) { throw new UnsupportedOperationException(); }
    public SendResult sendPing(byte[] payload) { throw new UnsupportedOperationException(); }
    public SendResult sendPong(byte[] payload) { throw new UnsupportedOperationException(); }
    /** begins the closing handshake; arms closeTimeout. cause CLOSING_HANDSHAKE (or STOPPED by the other form). */
    public void close(CloseStatus status) { close(status, CloseCause.CLOSING_HANDSHAKE); }
    public void close(CloseStatus status, CloseCause cause) { throw new UnsupportedOperationException(); }
    public Outbox outbox() { throw new UnsupportedOperationException(); }
    /** the driver wrote `bytes` (0 = the socket took nothing): feeds the write deadline and onDrained. Call after each flush attempt. */
    public void flushed(long bytes, ProtocolSink sink) { throw new UnsupportedOperationException(); }
    /** earliest time at which onDeadline must be called (keepalive, pong, close, write); Long.MAX_VALUE: none. May be earlier than necessary (lazy timers): the engine re-announces. */
    public long nextDeadline() { throw new UnsupportedOperationException(); }
    /** bench.now() has reached nextDeadline(): ping, or fail, or nothing yet. */
    public void onDeadline() { throw new UnsupportedOperationException(); }
    /** stops keepalive's clock while reading is paused. */
    public void paused(boolean paused) { throw new UnsupportedOperationException(); }
    public TransportAction transportAction() { throw new UnsupportedOperationException(); }
    /** true until either end began to close. */
    public boolean isOpen() { throw new UnsupportedOperationException(); }
    public Role role() { throw new UnsupportedOperationException(); }
    /** one line that tells the story so far. */
    @Override public String toString() { throw new UnsupportedOperationException(); }
}
