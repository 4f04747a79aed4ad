package io.wsloop.nio;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.CloseStatus;
import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.WebSocketListener;
import io.wsloop.protocol.Outbox;
import io.wsloop.protocol.Protocol;
import io.wsloop.protocol.ProtocolSink;
import io.wsloop.protocol.TransportAction;
import java.nio.ByteBuffer;

/**
 * A connection after its upgrade: between the engine and the listener, whose exceptions end here. Loop thread.
 */
final class WebSocketPhase implements Phase, ProtocolSink {
    private static final CloseStatus FAILED = CloseStatus.of(1011);

    private final Connection connection;
    private final Protocol protocol;
    private final WebSocketListener listener;
    private final ErrorHandler errors;
    private final WebSocketHandle handle;
    private final int lowWaterBytes;

    /** Something was kept from the listener; what follows it would be told with a gap. */
    private boolean deaf;

    private WebSocketPhase(EventLoop loop, Connection connection, Role role, Upgraded upgraded, ErrorHandler errors) {
        this.connection = connection;
        this.errors = errors;
        listener = upgraded.listener();
        Limits limits = upgraded.options().limits();
        lowWaterBytes = limits.lowWaterBytes();
        protocol = role == Role.SERVER
                ? Protocol.server(upgraded.options(), loop.bench())
                : Protocol.client(upgraded.options(), loop.bench());
        handle = new WebSocketHandle(
                loop, connection, protocol, upgraded, error -> failed("a message from another thread", error));
    }

    /** The upgrade is done: from here on the connection speaks WebSocket. Ends with {@code onOpen}. */
    static WebSocketHandle open(
            EventLoop loop, Connection connection, Role role, Upgraded upgraded, ErrorHandler errors) {
        WebSocketPhase phase = new WebSocketPhase(loop, connection, role, upgraded, errors);
        connection.become(phase);
        try {
            phase.listener.onOpen(phase.handle);
        } catch (Throwable e) {
            phase.failed("onOpen", e);
        }
        return phase.handle;
    }

    @Override
    public boolean receive(ByteBuffer in) {
        return protocol.receive(in, this);
    }

    /** RFC 6455 §7.1.2: once a close frame was sent, the peer's is what is waited for, whoever is paused. */
    @Override
    public boolean canBeHeld() {
        return protocol.isOpen();
    }

    /** True for what was read only to find the close frame behind it: the pause asked not to be told of more. */
    private boolean isDeaf() {
        if (connection.isPaused() && !protocol.isOpen()) {
            deaf = true;
        }
        return deaf;
    }

    @Override
    public void receiveEof() {
        protocol.receiveEof();
    }

    @Override
    public void flushed(long bytes) {
        protocol.flushed(bytes, this);
    }

    @Override
    public Outbox outbox() {
        return protocol.outbox();
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
    public TransportAction action() {
        return protocol.transportAction();
    }

    @Override
    public void settled() {
        handle.publish();
        if (handle.owesDrained() && handle.pendingBytes() <= lowWaterBytes) {
            onDrained();
        }
    }

    @Override
    public void stop() {
        protocol.close(CloseStatus.GOING_AWAY, CloseCause.STOPPED);
    }

    @Override
    public void abort(CloseCause cause, Throwable error) {
        protocol.abort(cause, error);
    }

    @Override
    public void transportFailed(Throwable error) {
        protocol.transportFailed(error);
    }

    @Override
    public void transportClosed() {
        handle.end();
        protocol.transportClosed(this);
    }

    @Override
    public void onText(String text) {
        if (isDeaf()) {
            return;
        }
        try {
            listener.onText(handle, text);
        } catch (Throwable e) {
            failed("onText", e);
        }
    }

    @Override
    public void onBinary(byte[] payload) {
        if (isDeaf()) {
            return;
        }
        try {
            listener.onBinary(handle, payload);
        } catch (Throwable e) {
            failed("onBinary", e);
        }
    }

    @Override
    public void onTextPart(String part, boolean last) {
        if (isDeaf()) {
            return;
        }
        try {
            listener.onTextPart(handle, part, last);
        } catch (Throwable e) {
            failed("onTextPart", e);
        }
    }

    @Override
    public void onBinaryPart(byte[] part, boolean last) {
        if (isDeaf()) {
            return;
        }
        try {
            listener.onBinaryPart(handle, part, last);
        } catch (Throwable e) {
            failed("onBinaryPart", e);
        }
    }

    @Override
    public void onPing(byte[] payload) {
        if (isDeaf()) {
            return;
        }
        try {
            listener.onPing(handle, payload);
        } catch (Throwable e) {
            failed("onPing", e);
        }
    }

    @Override
    public void onPong(byte[] payload) {
        if (isDeaf()) {
            return;
        }
        try {
            listener.onPong(handle, payload);
        } catch (Throwable e) {
            failed("onPong", e);
        }
    }

    /** The outbox is low again; what other threads have handed in since must be as well. */
    @Override
    public void onDrained() {
        if (connection.isSending()) {
            // Told before the send has said CONGESTED, it would be missed. The end of the turn tells it.
            handle.oweDrained();
            return;
        }
        if (handle.stillWaits(lowWaterBytes)) {
            return;
        }
        try {
            listener.onDrained(handle);
        } catch (Throwable e) {
            failed("onDrained", e);
        }
    }

    @Override
    public void onEnd(CloseOutcome outcome) {
        try {
            listener.onClose(handle, outcome);
        } catch (Throwable e) {
            Faults.tell(errors, "onClose of " + connection.peer(), e);
        }
    }

    /** The application's fault: this connection ends with 1011 and no other notices. */
    private void failed(String callback, Throwable error) {
        protocol.fail(FAILED, CloseCause.LISTENER_FAILED, error);
        connection.flushLater();
        Faults.tell(errors, callback + " of " + connection.peer(), error);
    }

    @Override
    public String toString() {
        return protocol.toString();
    }
}
