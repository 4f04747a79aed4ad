package io.wsloop.nio;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.FragmentedMessage;
import io.wsloop.Handshake;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.frame.Utf8;
import io.wsloop.protocol.OverflowPolicy;
import io.wsloop.protocol.PreparedMessage;
import io.wsloop.protocol.Protocol;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the application holds. Any thread: on the loop's, a call goes straight to the engine; on others, what it needs is
 * copied and becomes a task. Tasks that wait count as bytes that wait, so that a fast thread meets the same bounds as a
 * fast callback; what it is answered is judged by what was known when the connection last came to rest.
 */
final class WebSocketHandle implements WebSocket {
    /** What a waiting task takes besides its bytes, so that empty messages are bounded as well. */
    private static final int TASK = 64;

    private static final CloseStatus TOO_SLOW = new CloseStatus(1008, "too slow to read");

    private final EventLoop loop;
    private final Connection connection;
    private final Protocol protocol;
    private final Upgraded upgraded;
    private final Consumer<Throwable> failed;

    /** Handed in by other threads and not yet given to the engine. */
    private final AtomicLong queued = new AtomicLong();

    private final AtomicReference<@Nullable FragmentedMessage> unfinished = new AtomicReference<>();
    /** Fragments that wait as tasks: what comes after them must not overtake them on the loop's own thread. */
    private final AtomicInteger handed = new AtomicInteger();

    /** Loop thread: the message that the engine is in the midst of. */
    private @Nullable Fragments current;

    /** Loop thread: what other threads had handed in when that message was begun. */
    private final ArrayDeque<Runnable> behind = new ArrayDeque<>(0);

    private volatile long written;
    private volatile boolean open = true;

    /** Another thread was told CONGESTED, which the engine knows nothing of. */
    private volatile boolean owesDrained;

    /** Failed is told what the engine throws at another thread's message: nobody there hears it any more. */
    WebSocketHandle(
            EventLoop loop, Connection connection, Protocol protocol, Upgraded upgraded, Consumer<Throwable> failed) {
        this.loop = loop;
        this.connection = connection;
        this.protocol = protocol;
        this.upgraded = upgraded;
        this.failed = failed;
    }

    /** False on other threads, and while fragments of a message that another thread finished wait: they go first. */
    private boolean isDirect() {
        return loop.inLoop() && (handed.get() == 0 || unfinished.get() != null);
    }

    @Override
    public SendResult sendText(String text, Compression compression) {
        if (!isDirect()) {
            byte[] bytes = Utf8.encode(text);
            return hand(bytes.length, () -> protocol.sendText(text, compression));
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
        return sendBinary(payload, 0, payload.length, Compression.AUTO);
    }

    @Override
    public SendResult sendBinary(ByteBuffer payload, Compression compression) {
        if (payload.hasArray()) {
            int offset = payload.arrayOffset() + payload.position();
            return sendBinary(payload.array(), offset, payload.remaining(), compression);
        }
        byte[] copy = new byte[payload.remaining()];
        payload.get(payload.position(), copy);
        return sendBinary(copy, 0, copy.length, compression);
    }

    private SendResult sendBinary(byte[] payload, int offset, int length, Compression compression) {
        if (!isDirect()) {
            byte[] copy = new byte[length];
            System.arraycopy(payload, offset, copy, 0, length);
            return hand(length, () -> protocol.sendBinary(copy, 0, length, compression));
        }
        boolean through = connection.beginWrite(length);
        try {
            return protocol.sendBinary(payload, offset, length, compression);
        } finally {
            connection.endWrite(through);
        }
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
        if (!loop.inLoop()) {
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
        if (!loop.inLoop()) {
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
        FragmentedMessage message = new Fragments(type, compression);
        if (!unfinished.compareAndSet(null, message)) {
            throw new IllegalStateException("a message is unfinished: finish it before another is begun");
        }
        return message;
    }

    /** Gives another thread's message to the loop; nothing of the caller's is referred to after this. */
    private SendResult hand(int length, Runnable send) {
        if (unfinished.get() != null) {
            throw new IllegalStateException("a message is unfinished: finish it before another is sent");
        }
        return queue(length, true, new Runnable() {
            @Override
            public void run() {
                if (current == null) {
                    send.run();
                } else {
                    behind.add(this);
                }
            }
        });
    }

    private SendResult queue(int length, boolean droppable, Runnable send) {
        if (!open) {
            return SendResult.CLOSED;
        }
        Limits limits = upgraded.options().limits();
        int bytes = length + TASK;
        long before = written + queued.getAndAdd(bytes);
        long waiting = before + bytes;
        // As in the engine: one of any size while nothing waits.
        if (before > 0 && waiting > limits.maxOutgoingBytes()) {
            queued.addAndGet(-bytes);
            return overflow(droppable);
        }
        boolean congested = waiting > limits.highWaterBytes();
        if (congested) {
            owesDrained = true;
        }
        try {
            loop.execute(() -> {
                queued.addAndGet(-bytes);
                connection.flushLater();
                give(send);
            });
        } catch (RejectedExecutionException e) {
            queued.addAndGet(-bytes);
            return SendResult.CLOSED;
        }
        return congested ? SendResult.CONGESTED : SendResult.QUEUED;
    }

    private void give(Runnable send) {
        try {
            send.run();
        } catch (Throwable e) {
            failed.accept(e);
        }
    }

    private SendResult overflow(boolean droppable) {
        if (droppable && upgraded.options().overflow() == OverflowPolicy.DROP_NEW) {
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
            loop.onLoop(task);
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
        return loop.inLoop() ? protocol.isOpen() : open;
    }

    @Override
    public long pendingBytes() {
        return queued.get() + (loop.inLoop() ? protocol.outbox().pending() : written);
    }

    @Override
    public Handshake handshake() {
        return upgraded.handshake();
    }

    @Override
    public String peer() {
        return connection.peer();
    }

    @Override
    public String toString() {
        return "WebSocket " + connection.peer() + " " + upgraded.handshake().path();
    }

    /** Loop thread: lets other threads see how things stand. Written only when changed, for it is a fence. */
    void publish() {
        long pending = protocol.outbox().pending();
        if (pending != written) {
            written = pending;
        }
        if (open && !protocol.isOpen()) {
            open = false;
        }
    }

    /** Loop thread: the connection has ended. */
    void end() {
        open = false;
        written = 0;
        behind.clear();
    }

    /** Loop thread: whether a thread that was told CONGESTED waits for onDrained. */
    boolean owesDrained() {
        return owesDrained && open;
    }

    /** Loop thread: onDrained is to be told when the connection comes to rest. */
    void oweDrained() {
        owesDrained = true;
    }

    /** Loop thread: true, and onDrained is owed from then on, when more than this still waits. */
    boolean stillWaits(int lowWaterBytes) {
        owesDrained = true;
        if (pendingBytes() > lowWaterBytes) {
            return true;
        }
        owesDrained = false;
        return false;
    }

    /** One message, fragment by fragment. */
    private final class Fragments implements FragmentedMessage {
        private final MessageType type;
        private final Compression compression;

        Fragments(MessageType type, Compression compression) {
            this.type = type;
            this.compression = compression;
        }

        @Override
        public SendResult write(String part) {
            byte[] bytes = Utf8.encode(part);
            return write(bytes, 0, bytes.length, false);
        }

        @Override
        public SendResult write(ByteBuffer part) {
            byte[] copy = new byte[part.remaining()];
            part.get(part.position(), copy);
            return write(copy, 0, copy.length, false);
        }

        @Override
        public SendResult finish() {
            SendResult result = write(new byte[0], 0, 0, true);
            unfinished.set(null);
            return result;
        }

        private SendResult write(byte[] bytes, int offset, int length, boolean last) {
            if (unfinished.get() != this) {
                throw new IllegalStateException("this message is finished already");
            }
            if (!loop.inLoop() || handed.get() > 0) {
                handed.incrementAndGet();
                SendResult result = queue(length, false, () -> {
                    handed.decrementAndGet();
                    part(bytes, offset, length, last);
                });
                if (result == SendResult.CLOSED) {
                    handed.decrementAndGet();
                }
                return result;
            }
            boolean through = connection.beginWrite(length);
            try {
                return part(bytes, offset, length, last);
            } finally {
                connection.endWrite(through);
            }
        }

        /** Loop thread. */
        private SendResult part(byte[] bytes, int offset, int length, boolean last) {
            SendResult result = protocol.sendPart(type, compression, bytes, offset, length, last);
            current = last ? null : this;
            for (int waiting = behind.size(); last && waiting > 0; waiting--) {
                give(behind.remove());
            }
            return result;
        }
    }
}
