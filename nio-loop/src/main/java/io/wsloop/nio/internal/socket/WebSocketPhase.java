package io.wsloop.nio.internal.socket;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.CloseStatus;
import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.internal.report.Faults;
import io.wsloop.nio.internal.wire.Connection;
import io.wsloop.nio.internal.wire.Phase;
import io.wsloop.protocol.Protocol;
import io.wsloop.protocol.ProtocolSink;
import io.wsloop.protocol.TransportAction;
import io.wsloop.protocol.Workbench;
import io.wsloop.watch.ErrorHandler;
import java.nio.ByteBuffer;

/**
 * A connection after its upgrade. It tells the listener what the engine receives, and catches what the listener throws. Loop
 * thread.
 *
 * <p>Messages come in through this class. They go out through its subclasses, {@link OrderedCalls} and {@link
 * WebSocketHandle}. All three are one object, because a second object would take 32 bytes more of each connection.
 */
abstract class WebSocketPhase implements Phase, ProtocolSink, WebSocket {
    private static final CloseStatus FAILED = CloseStatus.of(1011);

    private static final int MOST_COMPRESSED = 16 << 10;

    final Connection connection;
    final Protocol protocol;
    final AgreedHandshake handshake;
    private final WebSocketListener listener;

    /** True once a message was skipped. Later messages are skipped too, because the listener would not know of the gap. */
    private boolean skipping;

    WebSocketPhase(Connection connection, Role role, Upgraded upgraded) {
        this.connection = connection;
        handshake = upgraded.handshake();
        listener = upgraded.listener();
        Workbench bench = connection.desk().bench();
        protocol = role == Role.SERVER
                ? Protocol.server(upgraded.options(), bench, connection.outbox())
                : Protocol.client(upgraded.options(), bench, connection.outbox());
        protocol.peerHasUnread(connection.unreadBytes());
    }

    /** Tells the listener that it may begin. */
    final void onOpen() {
        try {
            listener.onOpen(this);
        } catch (Throwable e) {
            failed("onOpen", e);
        }
    }

    /** Closes behind every call that was answered QUEUED. */
    abstract void closeBehindAll(CloseStatus status, CloseCause cause);

    /** Lets other threads see the state of the engine, at the end of each turn of this connection. */
    abstract void publish();

    /** The bytes of enqueued calls. */
    abstract long waitingCallBytes();

    /** Lets go of enqueued calls: the connection has ended. */
    abstract void end();

    /** True if another thread was answered CONGESTED and the listener has not been told of onDrained since. */
    abstract boolean owesDrained();

    /** Lets the end of the turn call onDrained. */
    abstract void oweDrained();

    /** True when more than the low-water mark waits, enqueued calls included. The end of a later turn calls onDrained then. */
    abstract boolean stillWaits(int lowWaterBytes);

    @Override
    public final boolean receive(ByteBuffer in) {
        return protocol.receive(in, this);
    }

    /** False once a close frame was sent: RFC 6455 §7.1.2, the closing handshake ends with the peer's own close frame, so a
     * pause must not keep it unread. */
    @Override
    public final boolean canBeHeld() {
        return protocol.isOpen();
    }

    /** Reads less at a time when messages are compressed: a kilobyte may inflate to a megabyte, and input that is not inflated
     * in this turn is kept on the heap. */
    @Override
    public final int mostToRead() {
        return handshake.agreement().options().terms() == null ? Integer.MAX_VALUE : MOST_COMPRESSED;
    }

    @Override
    public final long heldBytes() {
        return protocol.unfinishedBytes() + waitingCallBytes();
    }

    /** True for a message that comes during a pause. It was read only to find the close frame behind it. */
    private boolean isSkipping() {
        if (connection.isPaused() && !protocol.isOpen()) {
            skipping = true;
        }
        return skipping;
    }

    @Override
    public final void receiveEof() {
        protocol.receiveEof();
    }

    @Override
    public final void flushed(long bytes) {
        protocol.flushed(bytes, this);
    }

    @Override
    public long nextDeadline() {
        return protocol.nextDeadline();
    }

    @Override
    public void onDeadline() {
        protocol.onDeadline();
    }

    @Override
    public final TransportAction action() {
        return protocol.transportAction();
    }

    @Override
    public final void settled() {
        publish();
        if (owesDrained() && pendingBytes() <= limits().lowWaterBytes()) {
            onDrained();
        }
    }

    @Override
    public final void stop() {
        closeBehindAll(CloseStatus.GOING_AWAY, CloseCause.STOPPED);
    }

    @Override
    public final void abort(CloseCause cause, Throwable error) {
        protocol.abort(cause, error);
    }

    @Override
    public final void transportFailed(Throwable error) {
        protocol.transportFailed(error);
    }

    @Override
    public final void transportClosed() {
        try {
            end();
        } finally {
            protocol.transportClosed(this);
        }
    }

    @Override
    public final void onText(String text) {
        if (isSkipping()) {
            return;
        }
        try {
            listener.onText(this, text);
        } catch (Throwable e) {
            failed("onText", e);
        }
    }

    @Override
    public final void onTextView(ByteBuffer utf8) {
        if (isSkipping()) {
            return;
        }
        try {
            listener.onTextView(this, utf8);
        } catch (Throwable e) {
            failed("onTextView", e);
        }
    }

    @Override
    public final void onBinary(byte[] payload) {
        if (isSkipping()) {
            return;
        }
        try {
            listener.onBinary(this, payload);
        } catch (Throwable e) {
            failed("onBinary", e);
        }
    }

    @Override
    public final void onBinaryView(ByteBuffer payload) {
        if (isSkipping()) {
            return;
        }
        try {
            listener.onBinaryView(this, payload);
        } catch (Throwable e) {
            failed("onBinaryView", e);
        }
    }

    @Override
    public final void onTextPart(String part, boolean last) {
        if (isSkipping()) {
            return;
        }
        try {
            listener.onTextPart(this, part, last);
        } catch (Throwable e) {
            failed("onTextPart", e);
        }
    }

    @Override
    public final void onBinaryPart(byte[] part, boolean last) {
        if (isSkipping()) {
            return;
        }
        try {
            listener.onBinaryPart(this, part, last);
        } catch (Throwable e) {
            failed("onBinaryPart", e);
        }
    }

    @Override
    public final void onPing(byte[] payload) {
        if (isSkipping()) {
            return;
        }
        try {
            listener.onPing(this, payload);
        } catch (Throwable e) {
            failed("onPing", e);
        }
    }

    @Override
    public final void onPong(byte[] payload) {
        if (isSkipping()) {
            return;
        }
        try {
            listener.onPong(this, payload);
        } catch (Throwable e) {
            failed("onPong", e);
        }
    }

    /** The engine's outbox is below the low-water mark. The listener is told when that and all enqueued calls are. */
    @Override
    public final void onDrained() {
        if (connection.desk().cork().isSending()) {
            // The send that is running has not answered CONGESTED yet, so the listener would miss it. The end of the
            // turn tells it.
            oweDrained();
            return;
        }
        if (stillWaits(limits().lowWaterBytes())) {
            return;
        }
        try {
            listener.onDrained(this);
        } catch (Throwable e) {
            failed("onDrained", e);
        }
    }

    @Override
    public final void onEnd(CloseOutcome outcome) {
        try {
            listener.onClose(this, outcome);
        } catch (Throwable e) {
            connection.loop().heapMayBeFull(e);
            Faults.tellOfCallback(errors(), "onClose", this, e);
        }
    }

    /** Ends this connection with 1011, after a fault of the application. RFC 6455 §7.4.1: a server met an unexpected condition. */
    final void failed(String callback, Throwable error) {
        try {
            protocol.fail(FAILED, CloseCause.LISTENER_FAILED, error);
        } catch (Error full) {
            // The heap had no room for the close frame, so the engine has dropped the connection.
            error.addSuppressed(full);
        }
        connection.flushLater();
        connection.loop().heapMayBeFull(error);
        Faults.tellOfCallback(errors(), callback, this, error);
    }

    final Limits limits() {
        return handshake.agreement().options().limits();
    }

    private ErrorHandler errors() {
        return handshake.agreement().errors();
    }

    @Override
    public final String state() {
        return protocol.toString();
    }
}
