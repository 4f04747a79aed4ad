package io.wsloop.nio.internal.http;

import io.wsloop.handshake.HandshakeResult.Rejected;
import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.HeadReader;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.nio.internal.files.FileAnswer;
import io.wsloop.nio.internal.files.FileContent;
import io.wsloop.nio.internal.lane.Awaited;
import io.wsloop.nio.internal.opening.Agreements;
import io.wsloop.nio.internal.report.Faults;
import io.wsloop.nio.internal.site.ErrorLine;
import io.wsloop.nio.internal.site.ReceivedRequest;
import io.wsloop.nio.internal.site.ServerOptions;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.nio.internal.socket.Upgraded;
import io.wsloop.protocol.Deadline;
import io.wsloop.server.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A connection's life in HTTP/1.1 up to its upgrade: one {@link Exchange} after the other, their deadlines, keep-alive. A
 * request of HTTP/1.0 is answered and ends the connection. Does no I/O. Loop thread.
 *
 * <p>The connection reads nothing while an answer is awaited or has not been taken by the socket. So pipelined requests are
 * answered in order and cost no memory. An error ends the connection, and no later byte is read as HTTP.
 */
public final class HttpConversation implements Exchange.Replies {
    private enum State {
        /** A head is read, or waited for. */
        HEAD(false),
        /** The body is read. */
        BODY(false),
        /** A handler, a hook or a file is awaited. */
        ANSWERING(true),
        /** The pieces of a file are sent. */
        SENDING(true),
        /** The socket has much to take before the next request is read. */
        FLUSHING(true),
        /** Input is thrown away. */
        CLOSING(false),
        /** The connection speaks WebSocket. */
        UPGRADED(false);

        /** Whether reading is paused. */
        final boolean waits;

        State(boolean waits) {
            this.waits = waits;
        }
    }

    private final Site site;
    private final ServerOptions options;
    private final Agreements agreements;
    private final HttpOutput out;
    private final HeadReader reader;
    private final HttpWriter writer;
    private final Awaited awaited;
    private final long patience;
    private State state = State.HEAD;
    private long deadline;
    private boolean anyAnswered;
    private boolean keepAlive = true;

    /** The head of the present request took this many bytes on the wire. */
    private int headBytes;

    /** The present request's. Null between two requests. */
    private @Nullable RequestHead head;

    /** Null until the head was judged. */
    private @Nullable Exchange exchange;

    private @Nullable FileSending file;

    /**
     * A conversation that waits for its first request.
     *
     * @param site what the server serves
     * @param agreements shared by the server's connections
     * @param out the connection
     */
    HttpConversation(Site site, Agreements agreements, HttpOutput out) {
        this.site = site;
        this.agreements = agreements;
        this.out = out;
        options = site.options();
        reader = HeadReader.of(options.limits());
        writer = new HttpWriter(out, options.date());
        awaited = new Awaited(out.loop());
        patience = options.limits().handshakeTimeout().toNanos();
        deadline = out.now() + patience;
    }

    /** True: call again, for an answer was given. False: more bytes are needed, or the input is paused. */
    boolean receive(ByteBuffer in) {
        try {
            return switch (state) {
                case HEAD -> receiveHead(in);
                case BODY -> receiveBody(in);
                case ANSWERING, SENDING, FLUSHING, UPGRADED -> false;
                case CLOSING -> {
                    in.position(in.limit());
                    yield false;
                }
            };
        } catch (HeadException bad) {
            refuse(Rejected.of(bad));
            return true;
        }
    }

    /**
     * The peer sends no more, but may still read (RFC 9112 §9.6). Whole requests that it sent before are still answered;
     * {@link HttpOutput#hasUnread} tells whether there are any. Called at any moment, after {@link HttpOutput#hasInputEnded}
     * has become true.
     */
    void receiveEof() {
        boolean upgrading = state == State.ANSWERING && exchange != null && exchange.isUpgrade();
        if (upgrading || ((state == State.HEAD || state == State.BODY) && !out.hasUnread())) {
            close();
        }
    }

    /** Between two requests: the peer has asked nothing, and everything that it asked before was answered. */
    boolean isIdle() {
        return state == State.HEAD && anyAnswered && reader.isIdle();
    }

    /**
     * The memory that the present request takes until it is answered: its head and body as far as they came.
     *
     * @return bytes; 0 between two requests
     */
    long heldBytes() {
        return (head == null ? reader.heldBytes() : headBytes) + (exchange == null ? 0 : exchange.heldBytes());
    }

    /**
     * When {@link #onDeadline} is to be called: at the handshake's deadline, between two requests at the idle one.
     *
     * @return nanoseconds, or {@link Deadline#NEVER}
     */
    public long nextDeadline() {
        return deadline;
    }

    void onDeadline() {
        if (!Deadline.isDue(deadline, out.now())) {
            return;
        }
        switch (state) {
            case HEAD -> {
                if (anyAnswered && reader.isIdle()) {
                    close();
                } else {
                    refuse(408, "expected a whole request head within " + seconds());
                }
            }
            case BODY -> refuse(408, "expected the whole body of the request within " + seconds());
            case ANSWERING -> refuse(503, "the answer took too long: try again later");
            case SENDING, FLUSHING, CLOSING, UPGRADED -> close();
        }
    }

    private String seconds() {
        return options.limits().handshakeTimeout().toMillis() / 1000.0 + " seconds";
    }

    /** The connection is gone. Answers that still come are dropped. */
    public void closed() {
        state = State.CLOSING;
        forgetRequest();
    }

    private boolean receiveHead(ByteBuffer in) throws HeadException {
        boolean wasIdle = reader.isIdle();
        int before = in.remaining();
        RequestHead read = reader.readRequest(in);
        headBytes += before - in.remaining();
        if (anyAnswered && wasIdle && (read != null || !reader.isIdle())) {
            deadline = out.now() + patience;
        }
        if (read == null) {
            return false;
        }
        head = read;
        // RFC 9112 §9.3: HTTP/1.0 keeps a connection only when both sides say so, which this side does not.
        keepAlive = !isOld(read) && !read.headers().hasToken("Connection", "close");
        if (!options.hosts().allow(read)) {
            // RFC 9110 §15.5.20, §7.4: a request for another host is misdirected.
            refuse(421, options.hosts().refusal(read));
            return true;
        }
        Exchange begun = new Exchange(
                site, agreements, ReceivedRequest.of(read, out.secure(), out.remoteAddress()), awaited, this);
        // RFC 9112 §9.3: what follows a refused upgrade might be frames. Nothing of it is read.
        keepAlive &= !begun.isUpgrade();
        exchange = begun;
        begin(begun, read);
        return true;
    }

    private static boolean isOld(RequestHead request) {
        return request.version().equals("HTTP/1.0");
    }

    /** What can be told without the body is told now. */
    private void begin(Exchange begun, RequestHead request) throws HeadException {
        if (begun.isUpgrade()) {
            ask(begun);
            return;
        }
        if (!begun.isServed()) {
            // RFC 9110 §9.3: a body that is not read would be taken for the next request, so the connection closes.
            keepAlive &= begun.isWhole();
            respond(begun.unserved());
            return;
        }
        // RFC 9110 §10.1.1: an expectation of HTTP/1.0 is passed over, for it knows no 100.
        String expectation = isOld(request) ? null : request.headers().first("Expect");
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            throw new HeadException(417, "expected no expectation but 100-continue");
        }
        state = State.BODY;
        if (begun.isWhole()) {
            askWhole(begun);
            return;
        }
        if (expectation != null) {
            writer.sendContinue();
        }
        deadline = out.now() + patience;
    }

    private boolean receiveBody(ByteBuffer in) throws HeadException {
        Exchange present = Objects.requireNonNull(exchange);
        if (!present.receive(in)) {
            return false;
        }
        askWhole(present);
        return true;
    }

    private void askWhole(Exchange whole) {
        deadline = out.now() + options.answerTimeout().toNanos();
        ask(whole);
    }

    private void ask(Exchange whole) {
        if (!whole.ask()) {
            enter(State.ANSWERING);
        }
    }

    @Override
    public void fail(String what, Throwable failure) {
        Faults.tell(options.errors(), what, failure);
        if (failure instanceof RejectedExecutionException) {
            // RFC 9110 §15.6.4: 503 tells of an overload that will pass; 500 would tell of a fault.
            refuse(503, "the server has too much to do: try again later");
        } else {
            refuse(500, "the server failed: its log says why");
        }
    }

    @Override
    public void upgrade(ByteBuffer response, Upgraded upgraded) {
        boolean waited = state.waits;
        state = State.UPGRADED;
        deadline = Deadline.NEVER;
        out.send(response);
        out.upgrade(upgraded);
        if (waited) {
            out.resumeReading();
        }
    }

    @Override
    public void respond(HttpResponse response) {
        writer.send(response, head != null && head.method().equals("HEAD"), isLast());
        finish();
    }

    @Override
    public void respond(FileAnswer.Content content) {
        writer.send(content, isLast());
        FileContent rest = content.rest();
        if (rest == null) {
            finish();
            return;
        }
        deadline = Deadline.NEVER;
        enter(State.SENDING);
        file = new FileSending(rest, options.offload(), out, this::fileSent, this::fileCutShort);
        file.begin();
    }

    private void fileSent() {
        file = null;
        finish();
    }

    /** RFC 9112 §8: the head promised more bytes than there are. Only the end of the connection tells the peer so. */
    private void fileCutShort(Throwable failure) {
        Faults.tell(options.errors(), "file sent to ", this, failure);
        close();
    }

    private boolean isLast() {
        return !keepAlive || (out.hasInputEnded() && !out.hasUnread());
    }

    /** The answer was given. */
    private void finish() {
        anyAnswered = true;
        if (isLast()) {
            close();
            return;
        }
        forgetRequest();
        if (out.pendingBytes() <= options.limits().highWaterBytes()) {
            awaitRequest();
            return;
        }
        // A peer that asks and never reads must not be answered into memory.
        enter(State.FLUSHING);
        out.whenFlushed(() -> {
            if (state != State.FLUSHING) {
                return;
            }
            if (isLast()) {
                close();
            } else {
                awaitRequest();
            }
        });
    }

    private void awaitRequest() {
        deadline = out.now() + patience;
        enter(State.HEAD);
    }

    private void forgetRequest() {
        deadline = Deadline.NEVER;
        awaited.forget();
        if (file != null) {
            file.stop();
            file = null;
        }
        head = null;
        exchange = null;
        headBytes = 0;
    }

    private void refuse(int status, String message) {
        refuse(new Rejected(status, message, Headers.EMPTY));
    }

    /** Tells the peer why and ends the connection. */
    @Override
    public void refuse(Rejected why) {
        if (state == State.CLOSING || state == State.UPGRADED) {
            return;
        }
        keepAlive = false;
        respond(ErrorLine.of(why));
    }

    private void close() {
        if (state != State.CLOSING) {
            boolean waited = state.waits;
            state = State.CLOSING;
            out.closeWhenFlushed();
            if (waited) {
                out.resumeReading();
            }
        }
        forgetRequest();
    }

    /** Pauses reading on the way into a state that waits, and resumes it on the way out. */
    private void enter(State next) {
        boolean waited = state.waits;
        state = next;
        if (next.waits && !waited) {
            out.pauseReading();
        } else if (waited && !next.waits) {
            out.resumeReading();
        }
    }

    @Override
    public String toString() {
        return "HTTP, " + state + (exchange == null ? "" : ", " + exchange);
    }
}
