package io.wsloop.nio.internal.http;

import io.wsloop.CloseCause;
import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.loop.EventLoop;
import io.wsloop.nio.internal.opening.Agreements;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.nio.internal.socket.Upgraded;
import io.wsloop.nio.internal.socket.WebSocketHandle;
import io.wsloop.nio.internal.wire.Connection;
import io.wsloop.nio.internal.wire.Phase;
import io.wsloop.nio.internal.wire.Population;
import io.wsloop.nio.internal.wire.Spares;
import io.wsloop.protocol.Deadline;
import io.wsloop.protocol.SlowPeer;
import io.wsloop.protocol.TransportAction;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A server's connection before its upgrade. It gives the {@link HttpConversation} its bytes and its time, and holds a place
 * among the handshakes while the peer owes a request or the server an answer. Loop thread.
 */
public final class HttpPhase implements Phase, HttpOutput, Spares.Spare {
    private static final int MOST_AT_ONCE = 8 << 10;

    private final EventLoop loop;
    private final Connection connection;
    private final Population population;
    private final Limits limits;
    private final HttpConversation conversation;

    /** True once the server stops: the connection ends when no answer is awaited. */
    private boolean stopping;

    /** True while the connection is counted as spare, and false while it is counted as a handshake. */
    private boolean spare;

    private @Nullable Runnable whenFlushed;
    private TransportAction action = TransportAction.NONE;

    /** When the peer last took a byte, or the first byte began to wait for it. */
    private long progress;

    /** The bytes that a slow peer may not have read at {@link #progress}. */
    private int unread;

    public HttpPhase(EventLoop loop, Connection connection, Population population, Site site, Agreements agreements) {
        this.loop = loop;
        this.connection = connection;
        this.population = population;
        limits = site.options().limits();
        conversation = new HttpConversation(site, agreements, this);
    }

    @Override
    public boolean receive(ByteBuffer in) {
        if (action != TransportAction.NONE) {
            in.position(in.limit());
            return false;
        }
        return conversation.receive(in);
    }

    @Override
    public boolean hasUnread() {
        return connection.hasLeftovers();
    }

    /** The memory that requests take: see {@link HttpConversation#heldBytes}. */
    @Override
    public long heldBytes() {
        return conversation.heldBytes();
    }

    @Override
    public boolean canBeHeld() {
        return true;
    }

    /** Requests behind the present one stay in the system's buffer until it is answered. */
    @Override
    public int mostToRead() {
        return MOST_AT_ONCE;
    }

    /** The connection reads a little during a pause, to notice that the peer has ended its stream. */
    @Override
    public int mostToReadAhead() {
        return MOST_AT_ONCE;
    }

    @Override
    public void receiveEof() {
        if (action == TransportAction.NONE) {
            conversation.receiveEof();
        }
    }

    @Override
    public void send(ByteBuffer bytes) {
        if (connection.isFlushed()) {
            progress(0);
        }
        connection.send(bytes);
    }

    @Override
    public long pendingBytes() {
        return connection.outbox().pending();
    }

    @Override
    public void flushed(long bytes) {
        if (bytes > 0) {
            progress(bytes);
        }
    }

    private void progress(long bytes) {
        unread = unread(bytes);
        progress = loop.now();
    }

    /** The engine must know of these bytes: a peer reads them before it can answer a ping or a close frame. */
    @Override
    public int unreadBytes() {
        return unread(0);
    }

    private int unread(long taken) {
        return SlowPeer.unread(unread, loop.now() - progress, taken);
    }

    @Override
    public void closeWhenFlushed() {
        if (action == TransportAction.NONE) {
            action = TransportAction.HALF_CLOSE_WHEN_FLUSHED;
            progress = loop.now();
            connection.resume();
        }
    }

    @Override
    public void upgrade(Upgraded upgraded) {
        // From here on the listener pauses and resumes.
        beSpare(false);
        connection.resume();
        connection.opened();
        WebSocketHandle.open(connection, Role.SERVER, upgraded);
        if (stopping) {
            connection.stop();
        }
    }

    @Override
    public void pauseReading() {
        if (connection.isSpeaking(this)) {
            connection.pause();
        }
    }

    @Override
    public void resumeReading() {
        if (connection.isSpeaking(this)) {
            if (stopping) {
                closeWhenFlushed();
            }
            connection.resume();
        }
    }

    /** True while an answer is awaited. Reading is paused for nothing else. */
    private boolean isAwaiting() {
        return connection.isPaused();
    }

    @Override
    public boolean secure() {
        return connection.isSecure();
    }

    @Override
    public void whenFlushed(Runnable then) {
        whenFlushed = then;
        connection.flushLater();
    }

    @Override
    public boolean hasInputEnded() {
        return connection.hasInputEnded();
    }

    @Override
    public SocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public Executor loop() {
        return loop;
    }

    @Override
    public long now() {
        return loop.now();
    }

    @Override
    public long nextDeadline() {
        long own = ownDeadline();
        return action != TransportAction.NONE ? own : Deadline.earlier(own, conversation.nextDeadline());
    }

    /** How long the peer may take no byte while some wait, or not end its stream while the connection closes. */
    private long ownDeadline() {
        if (action != TransportAction.NONE) {
            return Deadline.after(progress, limits.closeTimeout().toNanos());
        }
        long write = limits.writeTimeout().toNanos();
        return connection.isFlushed() || write == 0 ? Deadline.NEVER : Deadline.after(progress, write);
    }

    @Override
    public void onDeadline() {
        if (Deadline.isDue(ownDeadline(), loop.now())) {
            action = TransportAction.CLOSE_NOW;
        } else if (action == TransportAction.NONE) {
            conversation.onDeadline();
        }
    }

    @Override
    public TransportAction action() {
        // RFC 9112 §9.6 lets a peer end its stream and still read. It is owed the answers to what it has asked, and no
        // more.
        boolean done = connection.hasInputEnded() && !isAwaiting() && !hasUnread() && action == TransportAction.NONE;
        return done ? TransportAction.CLOSE_WHEN_FLUSHED : action;
    }

    @Override
    public void settled() {
        Runnable then = whenFlushed;
        if (then != null && connection.isFlushed()) {
            whenFlushed = null;
            then.run();
        }
        beSpare(owesNothing());
    }

    /**
     * True between two requests, and while only the end of the peer's stream is awaited. A peer that has ended its stream may be
     * gone. It still gets its answer, but holds no place.
     */
    private boolean owesNothing() {
        boolean quiet = action != TransportAction.NONE || conversation.isIdle();
        return connection.hasInputEnded() || (quiet && connection.isFlushed() && !hasUnread());
    }

    private void beSpare(boolean now) {
        if (now != spare) {
            spare = now;
            if (now) {
                population.spare(this);
            } else {
                population.busy(this);
            }
        }
    }

    @Override
    public EventLoop eventLoop() {
        return loop;
    }

    @Override
    public void giveWay() {
        if (spare) {
            connection.drop(new IOException("closed, for it was idle and a newcomer needed its place"));
        }
    }

    @Override
    public void stop() {
        stopping = true;
        if (!isAwaiting()) {
            closeWhenFlushed();
        }
    }

    @Override
    public void abort(CloseCause cause, Throwable error) {
        action = TransportAction.CLOSE_NOW;
        // An answer that comes in this turn is too late: it must not upgrade the connection.
        conversation.closed();
    }

    @Override
    public void transportFailed(Throwable error) {
        action = TransportAction.CLOSE_NOW;
    }

    @Override
    public void transportClosed() {
        beSpare(false);
        conversation.closed();
    }

    @Override
    public String state() {
        return "HTTP" + (isAwaiting() ? ", an answer is awaited" : "");
    }
}
