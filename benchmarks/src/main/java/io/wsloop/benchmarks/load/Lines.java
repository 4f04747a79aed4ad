package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** All connections of a cell, and the turn of the loop that moves their bytes. */
final class Lines implements AutoCloseable {
    private static final int OPENING_AT_A_TIME = 32;

    private static final long CLOSING_NANOS = 2_000_000_000L;

    private final Target target;
    private final Script script;
    private final int inflight;
    private final Work work;
    private final Random random = new Random(42);
    private final Connector connector;
    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(Script.READ_BYTES);
    private final List<Line> lines = new ArrayList<>();
    private int opening;
    private int open;
    private int alive;
    private long opened;
    private long replies;
    private long bytesIn;

    Lines(Target target, Script script, int inflight, Work work) throws IOException {
        this.target = target;
        this.script = script;
        this.inflight = inflight;
        this.work = work;
        this.connector = new Connector(target.port());
        this.selector = Selector.open();
    }

    List<Line> all() {
        return lines;
    }

    /** Connections that have begun and have not opened. */
    int opening() {
        return opening;
    }

    long bytesIn() {
        return bytesIn;
    }

    /** Opens connections, some at a time, until there are that many. */
    void open(int count) throws IOException {
        connector.prepareFor(count);
        Patience patience = new Patience(target.patience());
        int started = 0;
        int wanted = count - open;
        while (open < count) {
            while (started < wanted && opening < OPENING_AT_A_TIME) {
                lines.add(start(lines.size()));
                started++;
            }
            poll(100);
            if (patience.isOver(opened)) {
                throw new CellFailed("expected " + count + " connections to open, " + open + " did and for "
                        + target.patience().toSeconds() + " s no other");
            }
        }
    }

    /** Opens connections that read nothing after the handshake, so that what is sent to them has to wait at the server. */
    List<Line> openDeaf(int count) throws IOException {
        int from = lines.size();
        connector.deafen(true);
        open(open + count);
        connector.deafen(false);
        List<Line> opened = List.copyOf(lines.subList(from, from + count));
        opened.forEach(line -> line.key.interestOps(0));
        return opened;
    }

    Line start(int number) throws IOException {
        SocketChannel channel = connector.connect();
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        Line line = new Line(number, channel, key, script, inflight);
        key.attach(line);
        opening++;
        alive++;
        return line;
    }

    /** For connections that come and go: a port rests for a minute after its use. */
    void spreadOut() {
        connector.spreadOut();
    }

    /** One turn: waits at most so long, 0 for not at all. */
    void poll(long millis) throws IOException {
        if (millis == 0) {
            selector.selectNow(this::ready);
        } else {
            selector.select(this::ready, millis);
        }
    }

    /** Turns until it is so; fails when no reply comes for as long as the target's patience. */
    void pollUntil(BooleanSupplier done, String expected) throws IOException {
        Patience patience = new Patience(target.patience());
        while (!done.getAsBoolean()) {
            poll(20);
            requireReplies(patience, expected);
        }
    }

    void requireReplies(Patience patience, String expected) {
        if (patience.isOver(replies)) {
            throw new CellFailed("expected " + expected + ", but nothing came for "
                    + target.patience().toMillis() / 1000.0 + " s while " + waiting() + " of " + open
                    + " connections waited for replies");
        }
    }

    /** Turns until all replies have come. */
    void drain() throws IOException {
        pollUntil(() -> waiting() == 0, "the last replies");
    }

    /** Turns for a while, whatever happens in it. */
    void pollFor(long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            poll(20);
        }
    }

    private int waiting() {
        int waiting = 0;
        for (Line line : lines) {
            if (line.state == Line.State.OPEN && line.onTheWay() > 0) {
                waiting++;
            }
        }
        return waiting;
    }

    private void ready(SelectionKey key) {
        Line line = (Line) key.attachment();
        try {
            if (line.state == Line.State.CONNECTING) {
                connected(line);
                return;
            }
            if (key.isReadable()) {
                read(line);
            }
            if (key.isValid() && key.isWritable()) {
                line.flush();
            }
        } catch (CellFailed e) {
            throw new CellFailed("connection " + line.number + ": " + e.getMessage(), e);
        } catch (IOException e) {
            if (line.state != Line.State.CLOSING) {
                throw new CellFailed(
                        "connection " + line.number + ", " + line.state + ": expected no error, got " + e, e);
            }
            end(line);
        }
    }

    private void connected(Line line) throws IOException {
        line.channel.finishConnect();
        line.key.interestOps(SelectionKey.OP_READ);
        if (target.raw()) {
            opened(line, new Replies(script, true, false, false), System.nanoTime());
            return;
        }
        Opening handshake = new Opening(target, random);
        line.opening = handshake;
        line.state = Line.State.HANDSHAKING;
        ByteBuffer request = handshake.request();
        line.channel.write(request);
        if (request.hasRemaining()) {
            throw new CellFailed("expected a fresh connection to take a request of " + request.limit() + " bytes");
        }
    }

    private void opened(Line line, Replies with, long now) throws IOException {
        line.open(with);
        opening--;
        open++;
        opened++;
        work.opened(line, now);
    }

    private void read(Line line) throws IOException {
        in.clear();
        int n = line.channel.read(in);
        long now = System.nanoTime();
        if (n < 0) {
            if (line.state != Line.State.CLOSING) {
                throw new CellFailed("expected " + (line.state == Line.State.OPEN ? "replies" : "a handshake")
                        + ", came the end of the stream");
            }
            end(line);
            return;
        }
        bytesIn += n;
        in.flip();
        Opening handshake = line.opening;
        if (handshake != null) {
            if (!handshake.feed(in)) {
                return;
            }
            opened(line, new Replies(script, false, target.deflate(), handshake.contextKept()), now);
        }
        if (in.hasRemaining()) {
            feed(line, line.replies(), now);
        }
    }

    private void feed(Line line, Replies with, long now) throws IOException {
        int messages = with.feed(in);
        replies += messages;
        byte @Nullable [] ping = with.takePing();
        if (ping != null && line.state == Line.State.OPEN) {
            line.pong(ping);
        }
        if (messages > 0) {
            if (line.onTheWay() < 0) {
                throw new CellFailed("expected no more replies than messages, came " + -line.onTheWay() + " more");
            }
            work.replied(line, messages, now);
        }
    }

    /** Begins the end of a connection; {@link Work#ended} tells of its end. */
    void close(Line line) throws IOException {
        open--;
        line.close(target.raw());
    }

    private void end(Line line) {
        if (drop(line)) {
            try {
                work.ended(line, System.nanoTime());
            } catch (IOException e) {
                throw new CellFailed("expected no error, got " + e, e);
            }
        }
    }

    /** Lets go of a connection without another word; a reset leaves no port resting. */
    boolean drop(Line line) {
        if (line.state == Line.State.GONE) {
            return false;
        }
        Replies with = line.repliesIfOpened();
        boolean clean = line.state == Line.State.CLOSING && (target.raw() || (with != null && with.closed()));
        try {
            if (!clean) {
                line.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // Then the port rests.
        }
        try {
            line.channel.close();
        } catch (IOException e) {
            line.key.cancel();
        }
        switch (line.state) {
            case CONNECTING, HANDSHAKING -> opening--;
            case OPEN -> open--;
            case CLOSING, GONE -> {}
        }
        line.state = Line.State.GONE;
        alive--;
        if (with != null) {
            with.end();
        }
        return true;
    }

    /** Ends all connections, with the closing handshake where there is time. */
    void closeAll() throws IOException {
        for (Line line : lines) {
            if (line.state == Line.State.OPEN) {
                close(line);
            }
        }
        long end = System.nanoTime() + CLOSING_NANOS;
        while (alive > 0 && System.nanoTime() < end) {
            poll(20);
        }
        lines.forEach(this::drop);
        lines.clear();
        selector.selectNow();
    }

    @Override
    public void close() throws IOException {
        lines.forEach(this::drop);
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
