package io.wsloop.nio.internal.socket;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.FragmentedMessage;
import io.wsloop.Handshake;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.OverflowPolicy;
import io.wsloop.PreparedMessage;
import io.wsloop.Role;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.frame.Utf8;
import io.wsloop.frame.Utf8Validator;
import io.wsloop.nio.internal.wire.Connection;
import io.wsloop.protocol.Deadline;
import io.wsloop.protocol.Protocol;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket that the application holds. Any thread: on the loop's, a call goes straight to the engine while no other
 * waits; else its payload is copied and it becomes one of the {@link Calls}. Calls that wait count as bytes that wait, so
 * that a fast thread meets the same bounds as a fast callback. Another thread's call is judged by the bytes that waited in
 * the engine when the connection last came to rest.
 */
public final class WebSocketHandle extends WebSocketPhase {
    private static final CloseStatus TOO_SLOW = new CloseStatus(1008, "too slow to read");

    private static final CloseStatus ABANDONED = new CloseStatus(1011, "a message was given up half sent");

    private static final AtomicReferenceFieldUpdater<WebSocketHandle, @Nullable Calls> CALLS =
            AtomicReferenceFieldUpdater.newUpdater(WebSocketHandle.class, Calls.class, "calls");

    /** Null for as long as no call had to wait, and nothing waits that another thread is to know of. */
    private volatile @Nullable Calls calls;

    /** False once a close was called, or the connection ends. */
    private volatile boolean open = true;

    private WebSocketHandle(Connection connection, Role role, Upgraded upgraded) {
        super(connection, role, upgraded);
    }

    /** The upgrade is done: from here on the connection speaks WebSocket. Ends with {@code onOpen}. */
    public static WebSocket open(Connection connection, Role role, Upgraded upgraded) {
        WebSocketHandle handle = new WebSocketHandle(connection, role, upgraded);
        connection.become(handle);
        handle.onOpen();
        return handle;
    }

    boolean inLoop() {
        return connection.loop().inLoop();
    }

    /** True if a message may go to the engine at once: on the loop's thread, while no other call waits. */
    private boolean isDirect() {
        Calls known = calls;
        return inLoop() && (known == null || known.isDirect());
    }

    /** True if a ping may: between two fragments as well. */
    private boolean isDirectControl() {
        Calls known = calls;
        return inLoop() && (known == null || known.waitingBytes() == 0 && open);
    }

    Calls calls() {
        Calls known = calls;
        if (known == null) {
            known = new Calls(this);
            if (!CALLS.compareAndSet(this, null, known)) {
                // Another thread was faster.
                return calls();
            }
        }
        return known;
    }

    @Override
    public SendResult sendText(String text, Compression compression) {
        Objects.requireNonNull(text, "text must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        if (!isDirect()) {
            return hand(new Call.Text(this, Utf8.encode(text), compression), true);
        }
        boolean through = connection.beginWrite(text.length());
        try {
            return protocol.sendText(text, compression);
        } finally {
            connection.endWrite(through);
            sent();
        }
    }

    @Override
    public SendResult sendUtf8(byte[] utf8) {
        Objects.requireNonNull(utf8, "utf8 must not be null");
        if (!isDirect()) {
            return handUtf8(utf8.clone(), Compression.AUTO);
        }
        boolean through = connection.beginWrite(utf8.length);
        try {
            return protocol.sendUtf8(utf8, 0, utf8.length, Compression.AUTO);
        } finally {
            connection.endWrite(through);
            sent();
        }
    }

    @Override
    public SendResult sendUtf8(ByteBuffer utf8, Compression compression) {
        Objects.requireNonNull(utf8, "utf8 must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        if (!isDirect()) {
            byte[] copy = new byte[utf8.remaining()];
            utf8.get(utf8.position(), copy);
            return handUtf8(copy, compression);
        }
        boolean through = connection.beginWrite(utf8.remaining());
        try {
            return protocol.sendUtf8(utf8, compression);
        } finally {
            connection.endWrite(through);
            sent();
        }
    }

    /** Refused on the caller's own thread, where it can be heard; the copy, for the caller's bytes may change. */
    private SendResult handUtf8(byte[] copy, Compression compression) {
        Utf8.requireValid(copy, 0, copy.length, new Utf8Validator());
        return hand(new Call.Text(this, copy, compression), true);
    }

    @Override
    public SendResult sendBinary(byte[] payload) {
        Objects.requireNonNull(payload, "payload must not be null");
        if (!isDirect()) {
            return hand(new Call.Binary(this, payload.clone(), Compression.AUTO), true);
        }
        boolean through = connection.beginWrite(payload.length);
        try {
            return protocol.sendBinary(payload, 0, payload.length, Compression.AUTO);
        } finally {
            connection.endWrite(through);
            sent();
        }
    }

    @Override
    public SendResult sendBinary(ByteBuffer payload, Compression compression) {
        Objects.requireNonNull(payload, "payload must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        if (!isDirect()) {
            byte[] copy = new byte[payload.remaining()];
            payload.get(payload.position(), copy);
            return hand(new Call.Binary(this, copy, compression), true);
        }
        boolean through = connection.beginWrite(payload.remaining());
        try {
            return protocol.sendBinary(payload, compression);
        } finally {
            connection.endWrite(through);
            sent();
        }
    }

    @Override
    public SendResult send(PreparedMessage message) {
        Objects.requireNonNull(message, "message must not be null");
        if (!isDirect()) {
            return hand(new Call.Prepared(this, message), true);
        }
        try {
            return protocol.send(message);
        } finally {
            connection.endWrite(false);
            sent();
        }
    }

    @Override
    public SendResult sendPing(byte[] payload) {
        Objects.requireNonNull(payload, "payload must not be null");
        if (!isDirectControl()) {
            return hand(new Call.Control(this, true, control(payload)), true);
        }
        try {
            return protocol.sendPing(payload);
        } finally {
            connection.endWrite(false);
            sent();
        }
    }

    @Override
    public SendResult sendPong(byte[] payload) {
        Objects.requireNonNull(payload, "payload must not be null");
        if (!isDirectControl()) {
            return hand(new Call.Control(this, false, control(payload)), true);
        }
        try {
            return protocol.sendPong(payload);
        } finally {
            connection.endWrite(false);
            sent();
        }
    }

    /** Refused on the caller's own thread, where it can be heard. */
    private static byte[] control(byte[] payload) {
        Protocol.requireControlPayload(payload);
        return payload.clone();
    }

    @Override
    public FragmentedMessage begin(MessageType type, Compression compression) {
        Objects.requireNonNull(type, "type must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        Fragments message = new Fragments(this, type, compression);
        calls().begin(message);
        return message;
    }

    /**
     * Gives a call to the loop, behind those that were handed in before.
     *
     * @param droppable true if the overflow policy may drop it
     */
    SendResult hand(Call call, boolean droppable) {
        Calls waiting = calls();
        if (!open && !waiting.finishesForOthers(call)) {
            return SendResult.CLOSED;
        }
        Limits limits = limits();
        long before = waiting.handIn(call, limits.maxOutgoingBytes());
        if (before == Calls.REFUSED) {
            return SendResult.CLOSED;
        }
        if (before == Calls.ABOVE_CAP) {
            return overflow(droppable);
        }
        boolean congested = before + call.bytes() > limits.highWaterBytes();
        if (congested) {
            waiting.oweDrained(true);
        }
        try {
            if (!connection.loop().offer(call)) {
                waiting.takeBack(call);
                return SendResult.CLOSED;
            }
        } catch (Error e) {
            // The heap is full: the message is not queued, so it must not be counted.
            waiting.takeBack(call);
            throw e;
        }
        return congested ? SendResult.CONGESTED : SendResult.QUEUED;
    }

    private SendResult overflow(boolean droppable) {
        if (droppable && handshake.agreement().options().overflow() == OverflowPolicy.DROP_NEW) {
            return SendResult.DROPPED;
        }
        open = false;
        connection.loop().onLoop(() -> {
            protocol.fail(TOO_SLOW, CloseCause.TOO_SLOW, null);
            connection.flushLater();
        });
        return SendResult.CLOSED;
    }

    /** Gives up a message of which the peer has a part: only the end of the connection tells the peer so. */
    void abandoned() {
        open = false;
        connection.loop().offer(() -> {
            protocol.fail(ABANDONED, CloseCause.ABORTED, null);
            connection.flushLater();
        });
    }

    @Override
    public void close(CloseStatus status) {
        Objects.requireNonNull(status, "status must not be null");
        closeBehindAll(status, CloseCause.CLOSING_HANDSHAKE);
    }

    @Override
    void closeBehindAll(CloseStatus status, CloseCause cause) {
        if (isDirect()) {
            open = false;
            protocol.close(status, cause);
            connection.flushLater();
        } else {
            calls().close(status, cause);
            open = false;
        }
    }

    @Override
    public void abort() {
        open = false;
        connection.loop().onLoop(() -> {
            protocol.abort(CloseCause.ABORTED, null);
            connection.flushLater();
        });
    }

    @Override
    public void pause() {
        connection.loop().onLoop(() -> {
            protocol.paused(true);
            connection.pause();
        });
    }

    @Override
    public void resume() {
        connection.loop().onLoop(() -> {
            protocol.paused(false);
            connection.resume();
        });
    }

    @Override
    public boolean isOpen() {
        return open && (!inLoop() || protocol.isOpen());
    }

    @Override
    public long pendingBytes() {
        Calls known = calls;
        if (inLoop()) {
            return (known == null ? 0 : known.waitingBytes())
                    + protocol.outbox().pending();
        }
        return known == null ? 0 : known.pendingBytes();
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    /** The loop itself, for all its connections: no object is made. */
    @Override
    public Executor executor() {
        return connection.loop();
    }

    @Override
    public SocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public String peer() {
        return connection.peer();
    }

    @Override
    public String toString() {
        return "WebSocket " + connection.peer() + " " + handshake.path();
    }

    @Override
    long waitingCallBytes() {
        Calls known = calls;
        return known == null ? 0 : known.waitingBytes();
    }

    /** Other threads judge by what waits in the engine; between two rests of the connection this tells them. */
    private void sent() {
        Calls known = calls;
        if (known != null) {
            known.publish(protocol.outbox().pending());
        }
    }

    long closeTimeoutNanos() {
        return limits().closeTimeout().toNanos();
    }

    @Override
    public long nextDeadline() {
        Calls known = calls;
        long engines = protocol.nextDeadline();
        return known == null ? engines : Deadline.earlier(engines, known.line.closeDeadline());
    }

    @Override
    public void onDeadline() {
        Calls known = calls;
        if (known != null) {
            known.line.onDeadline();
        }
        protocol.onDeadline();
    }

    /** Lets other threads see how things stand. Written only when changed, for it is a fence. */
    @Override
    void publish() {
        long pending = protocol.outbox().pending();
        if (pending > 0 || calls != null) {
            calls().publish(pending);
        }
        if (open && !protocol.isOpen()) {
            open = false;
        }
    }

    @Override
    void end() {
        open = false;
        Calls known = calls;
        if (known != null) {
            known.publish(0);
            known.line.end();
        }
    }

    @Override
    boolean owesDrained() {
        Calls known = calls;
        return known != null && known.owesDrained() && open;
    }

    @Override
    void oweDrained() {
        calls().oweDrained(true);
    }

    @Override
    boolean stillWaits(int lowWaterBytes) {
        Calls known = calls();
        known.oweDrained(true);
        if (pendingBytes() > lowWaterBytes) {
            return true;
        }
        known.oweDrained(false);
        return false;
    }
}
