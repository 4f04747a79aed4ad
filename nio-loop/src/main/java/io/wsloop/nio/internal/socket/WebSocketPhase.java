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
 * A connection after its upgrade: between the engine and the listener, whose exceptions end here. Loop thread.
 *
 * <p>This is the way in; {@link WebSocketHandle} is the way out. They are two rooms of one object: as two objects they
 * took 32 bytes more, of each connection.
 */
abstract class WebSocketPhase implements Phase, ProtocolSink, WebSocket {
    private static final CloseStatus FAILED = CloseStatus.of(1011);

    private static final int MOST_COMPRESSED = 16 << 10;

    final Connection connection;
    final Protocol protocol;
    final AgreedHandshake handshake;
    private final WebSocketListener listener;

    /** Something was kept from the listener; what follows it would be told with a gap. */
    private boolean deaf;

    WebSocketPhase(Connection connection, Role role, Upgraded upgraded) {
        this.connection = connection;
        handshake = upgraded.handshake();
        listener = upgraded.listener();
        Workbench bench = connection.desk().bench();
        protocol = role == Role.SERVER
                ? Protocol.server(upgraded.options(), bench, connection.outbox())
                : Protocol.client(upgraded.options(), bench, connection.outbox());
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

    /** Told that the connection has come to rest. */
    abstract void publish();

    /** The bytes of calls that have not reached the engine. */
    abstract long waitingCallBytes();

    /** Told that the connection has ended. */
    abstract void end();

    /** Whether onDrained is owed to a thread that was told CONGESTED. */
    abstract boolean owesDrained();

    /** onDrained is to be told when the connection comes to rest. */
    abstract void oweDrained();

    /** True, and onDrained is owed from then on, when more than this still waits. */
    abstract boolean stillWaits(int lowWaterBytes);

    @Override
    public final boolean receive(ByteBuffer in) {
        return protocol.receive(in, this);
    }

    /** RFC 6455 §7.1.2: once a close frame was sent, the peer's is what is waited for, whoever is paused. */
    @Override
    public final boolean canBeHeld() {
        return protocol.isOpen();
    }

    /** A kilobyte may inflate to a megabyte, and what is not inflated in this turn is kept on the heap. */
    @Override
    public final int mostToRead() {
        return handshake.agreement().options().terms() == null ? Integer.MAX_VALUE : MOST_COMPRESSED;
    }

    @Override
    public final long heldBytes() {
        return protocol.unfinishedBytes() + waitingCallBytes();
    }

    /** True for what was read only to find the close frame behind it: the pause asked not to be told of more. */
    private boolean isDeaf() {
        if (connection.isPaused() && !protocol.isOpen()) {
            deaf = true;
        }
        return deaf;
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
        if (isDeaf()) {
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
        if (isDeaf()) {
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
        if (isDeaf()) {
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
        if (isDeaf()) {
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
        if (isDeaf()) {
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
        if (isDeaf()) {
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
        if (isDeaf()) {
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
        if (isDeaf()) {
            return;
        }
        try {
            listener.onPong(this, payload);
        } catch (Throwable e) {
            failed("onPong", e);
        }
    }

    /** The outbox is low again; what other threads have handed in since must be as well. */
    @Override
    public final void onDrained() {
        if (connection.desk().cork().isSending()) {
            // Told before the send has said CONGESTED, it would be missed. The end of the turn tells it.
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

    /** The application's fault: this connection ends with 1011 and no other notices. */
    final void failed(String callback, Throwable error) {
        try {
            protocol.fail(FAILED, CloseCause.LISTENER_FAILED, error);
        } catch (Error full) {
            // The heap had no room for the close frame, and the engine has dropped the connection.
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
