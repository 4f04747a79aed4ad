package io.wsloop.nio;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.FragmentedMessage;
import io.wsloop.Handshake;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.Role;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.frame.Utf8;
import io.wsloop.protocol.OverflowPolicy;
import io.wsloop.protocol.PreparedMessage;
import io.wsloop.protocol.Protocol;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What the application holds. Any thread: on the loop's, a call goes straight to the engine; on others, what it needs is
 * copied and becomes a task. Tasks that wait count as bytes that wait, so that a fast thread meets the same bounds as a
 * fast callback; what it is answered is judged by what was known when the connection last came to rest.
 */
final class WebSocketHandle extends WebSocketPhase {
    /** What a waiting task takes besides its bytes, so that empty messages are bounded as well. */
    private static final int TASK = 64;

    private static final CloseStatus TOO_SLOW = new CloseStatus(1008, "too slow to read");

    private static final AtomicReferenceFieldUpdater<WebSocketHandle, @Nullable OtherThreads> OTHERS =
            AtomicReferenceFieldUpdater.newUpdater(WebSocketHandle.class, OtherThreads.class, "others");

    /** Null for as long as no other thread has sent anything, and nothing waits that one is to know of. */
    private volatile @Nullable OtherThreads others;

    private volatile boolean open = true;

    private WebSocketHandle(Connection connection, Role role, Upgraded upgraded) {
        super(connection, role, upgraded);
    }

    /** The upgrade is done: from here on the connection speaks WebSocket. Ends with {@code onOpen}. */
    static WebSocket open(Connection connection, Role role, Upgraded upgraded) {
        WebSocketHandle handle = new WebSocketHandle(connection, role, upgraded);
        connection.become(handle);
        handle.onOpen();
        return handle;
    }

    private boolean inLoop() {
        return connection.loop().inLoop();
    }

    /** False on other threads, and while fragments of a message that another thread finished wait: they go first. */
    private boolean isDirect() {
        Fragmentation fragments = fragmentation();
        return inLoop() && (fragments == null || !fragments.goFirst());
    }

    private @Nullable Fragmentation fragmentation() {
        OtherThreads known = others;
        return known == null ? null : known.fragmentation();
    }

    private OtherThreads others() {
        OtherThreads known = others;
        if (known == null) {
            known = new OtherThreads();
            if (!OTHERS.compareAndSet(this, null, known)) {
                // Another thread was faster.
                return others();
            }
        }
        return known;
    }

    @Override
    public SendResult sendText(String text, Compression compression) {
        if (!isDirect()) {
            byte[] bytes = Utf8.encode(text);
            return hand(bytes.length, () -> protocol.sendEncodedText(bytes, compression));
        }
        boolean through = connection.beginWrite(text.length());
        try {
            return protocol.sendText(text, compression);
        } finally {
            connection.endWrite(through);
        }
    }

    @Override
    public SendResult sendBinary(byte[] payload) {
        if (!isDirect()) {
            return hand(payload.clone(), Compression.AUTO);
        }
        boolean through = connection.beginWrite(payload.length);
        try {
            return protocol.sendBinary(payload, 0, payload.length, Compression.AUTO);
        } finally {
            connection.endWrite(through);
        }
    }

    @Override
    public SendResult sendBinary(ByteBuffer payload, Compression compression) {
        if (!isDirect()) {
            byte[] copy = new byte[payload.remaining()];
            payload.get(payload.position(), copy);
            return hand(copy, compression);
        }
        boolean through = connection.beginWrite(payload.remaining());
        try {
            return protocol.sendBinary(payload, compression);
        } finally {
            connection.endWrite(through);
        }
    }

    private SendResult hand(byte[] binary, Compression compression) {
        return hand(binary.length, () -> protocol.sendBinary(binary, 0, binary.length, compression));
    }

    @Override
    public SendResult send(PreparedMessage message) {
        if (!isDirect()) {
            return hand(message.length(), () -> protocol.send(message));
        }
        try {
            return protocol.send(message);
        } finally {
            connection.endWrite(false);
        }
    }

    @Override
    public SendResult sendPing(byte[] payload) {
        if (!inLoop()) {
            byte[] copy = control(payload);
            return queue(copy.length, true, () -> protocol.sendPing(copy));
        }
        try {
            return protocol.sendPing(payload);
        } finally {
            connection.endWrite(false);
        }
    }

    @Override
    public SendResult sendPong(byte[] payload) {
        if (!inLoop()) {
            byte[] copy = control(payload);
            return queue(copy.length, true, () -> protocol.sendPong(copy));
        }
        try {
            return protocol.sendPong(payload);
        } finally {
            connection.endWrite(false);
        }
    }

    /** Refused on the caller's own thread, where it can be heard. */
    private static byte[] control(byte[] payload) {
        Protocol.requireControlPayload(payload);
        return payload.clone();
    }

    @Override
    public FragmentedMessage begin(MessageType type, Compression compression) {
        Fragmentation fragments = fragmentation();
        return fragments == null
                ? others().fragmentation(new Fragmentation(this)).begin(type, compression)
                : fragments.begin(type, compression);
    }

    /** Gives another thread's message to the loop; nothing of the caller's is referred to after this. */
    private SendResult hand(int length, Runnable send) {
        Fragmentation now = fragmentation();
        if (now != null && now.isUnfinished()) {
            throw new IllegalStateException("a message is unfinished: finish it before another is sent");
        }
        return queue(length, true, () -> {
            Fragmentation then = fragmentation();
            if (then == null || !then.delays(send)) {
                send.run();
            }
        });
    }

    /** Droppable: the overflow policy may let go of it. */
    SendResult queue(int length, boolean droppable, Runnable send) {
        if (!open) {
            return SendResult.CLOSED;
        }
        Limits limits = limits();
        int bytes = length + TASK;
        OtherThreads waiters = others();
        long before = waiters.handIn(bytes);
        long waiting = before + bytes;
        // As in the engine: one of any size while nothing waits.
        if (before > 0 && waiting > limits.maxOutgoingBytes()) {
            waiters.take(bytes);
            return overflow(droppable);
        }
        boolean congested = waiting > limits.highWaterBytes();
        if (congested) {
            waiters.oweDrained(true);
        }
        try {
            connection.loop().execute(() -> {
                waiters.take(bytes);
                connection.flushLater();
                give(send);
            });
        } catch (RejectedExecutionException e) {
            waiters.take(bytes);
            return SendResult.CLOSED;
        }
        return congested ? SendResult.CONGESTED : SendResult.QUEUED;
    }

    /** Loop thread: nobody on the thread that handed it in hears any more what the engine throws. */
    void give(Runnable send) {
        try {
            send.run();
        } catch (Throwable e) {
            failed("a message from another thread", e);
        }
    }

    private SendResult overflow(boolean droppable) {
        if (droppable && handshake.agreement().options().overflow() == OverflowPolicy.DROP_NEW) {
            return SendResult.DROPPED;
        }
        open = false;
        submit(() -> {
            protocol.fail(TOO_SLOW, CloseCause.TOO_SLOW, null);
            connection.flushLater();
        });
        return SendResult.CLOSED;
    }

    /** False when the loop has ended, and this connection with it. */
    private boolean submit(Runnable task) {
        try {
            connection.loop().onLoop(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void close(CloseStatus status) {
        open = false;
        submit(() -> {
            protocol.close(status);
            connection.flushLater();
        });
    }

    @Override
    public void abort() {
        open = false;
        submit(() -> {
            protocol.abort(CloseCause.ABORTED, null);
            connection.flushLater();
        });
    }

    @Override
    public void pause() {
        submit(() -> {
            protocol.paused(true);
            connection.pause();
        });
    }

    @Override
    public void resume() {
        submit(() -> {
            protocol.paused(false);
            connection.resume();
        });
    }

    @Override
    public boolean isOpen() {
        return inLoop() ? protocol.isOpen() : open;
    }

    @Override
    public long pendingBytes() {
        OtherThreads known = others;
        long queued = known == null ? 0 : known.queued();
        if (inLoop()) {
            return queued + protocol.outbox().pending();
        }
        return known == null ? 0 : queued + known.written();
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public String peer() {
        return connection.peer();
    }

    @Override
    public String toString() {
        return "WebSocket " + connection.peer() + " " + handshake.path();
    }

    /** Lets other threads see how things stand. Written only when changed, for it is a fence. */
    @Override
    void publish() {
        long pending = protocol.outbox().pending();
        if (pending > 0 || others != null) {
            others().publish(pending);
        }
        if (open && !protocol.isOpen()) {
            open = false;
        }
    }

    @Override
    void end() {
        open = false;
        if (others != null) {
            others().publish(0);
        }
        Fragmentation fragments = fragmentation();
        if (fragments != null) {
            fragments.end();
        }
    }

    @Override
    boolean owesDrained() {
        OtherThreads known = others;
        return known != null && known.owesDrained() && open;
    }

    @Override
    void oweDrained() {
        others().oweDrained(true);
    }

    @Override
    boolean stillWaits(int lowWaterBytes) {
        OtherThreads known = others();
        known.oweDrained(true);
        if (pendingBytes() > lowWaterBytes) {
            return true;
        }
        known.oweDrained(false);
        return false;
    }
}
