package io.wsloop.nio.internal.http;

import io.wsloop.nio.internal.socket.Upgraded;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A connection of nothing but memory: what is sent is kept, the loop is stepped, time stands still until it is moved. */
public final class FakeOutput implements HttpOutput {
    public static final SocketAddress REMOTE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 50412);

    public final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    public final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    public final Deque<Runnable> flushes = new ArrayDeque<>();

    @Nullable
    public Upgraded upgraded;

    public boolean closing;
    public boolean paused;
    public boolean secure;
    boolean inputEnded;

    /** How many of the sent bytes the socket has taken. */
    private int taken;

    BooleanSupplier unread = () -> false;

    /** Negative, and about to overflow, as System.nanoTime may be. */
    long now = Long.MAX_VALUE - 5_000_000_000L;

    @Override
    public void send(ByteBuffer bytes) {
        if (closing) {
            throw new IllegalStateException("bytes after the end");
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        sent.writeBytes(copy);
    }

    @Override
    public void whenFlushed(Runnable then) {
        flushes.add(() -> {
            taken = sent.size();
            then.run();
        });
    }

    @Override
    public long pendingBytes() {
        return sent.size() - taken;
    }

    @Override
    public void closeWhenFlushed() {
        if (closing) {
            throw new IllegalStateException("closed twice");
        }
        closing = true;
    }

    @Override
    public void upgrade(Upgraded upgraded) {
        this.upgraded = upgraded;
    }

    @Override
    public boolean hasUnread() {
        return unread.getAsBoolean();
    }

    @Override
    public boolean hasInputEnded() {
        return inputEnded;
    }

    @Override
    public void pauseReading() {
        if (paused) {
            throw new IllegalStateException("paused twice");
        }
        paused = true;
    }

    @Override
    public void resumeReading() {
        if (!paused) {
            throw new IllegalStateException("resumed, but not paused");
        }
        paused = false;
    }

    @Override
    public Executor loop() {
        return tasks::add;
    }

    @Override
    public SocketAddress remoteAddress() {
        return REMOTE;
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public boolean secure() {
        return secure;
    }

    /** Everything sent so far. */
    public String text() {
        return sent.toString(StandardCharsets.ISO_8859_1);
    }
}
