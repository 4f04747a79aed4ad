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
 * A connection's life in HTTP/1.1 up to its upgrade: one {@link Exchange} after the other, with their deadlines. A request of
 * HTTP/1.0 is answered and ends the connection. Does no I/O. Loop thread.
 *
 * <p>Reading is paused while an answer is awaited, and while more than the high-water mark waits for the socket. So pipelined
 * requests are answered in order and cost no memory. An error ends the connection, and no later byte is read as HTTP.
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
        /** More than the high-water mark waits. The next request is read when the socket has taken all of it. */
        FLUSHING(true),
        /** Input is thrown away. */
        CLOSING(false),
        /** The connection speaks WebSocket. */
        UPGRADED(false);

        /** True if reading is paused in this state. */
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

    /** The bytes that the head of the present request took on the wire. */
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

    /** True when an answer was given: call again. False when more bytes are needed, or the input is paused. */
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
     * The peer has ended its stream. RFC 9112 §9.6: a half-closed connection can still be read from, so whole requests that the
     * peer sent before are answered; {@link HttpOutput#hasUnread} tells whether there are any. Called in any state, after {@link
     * HttpOutput#hasInputEnded} has become true.
     */
    void receiveEof() {
        boolean upgrading = state == State.ANSWERING && exchange != null && exchange.isUpgrade();
        if (upgrading || ((state == State.HEAD || state == State.BODY) && !out.hasUnread())) {
            close();
        }
    }

    /** True between two requests: all that the peer has asked was answered. */
    boolean isIdle() {
        return state == State.HEAD && anyAnswered && reader.isIdle();
    }

    /**
     * The memory that the present request takes until it is answered: as much of head and body as came.
     *
     * @return bytes; 0 between two requests
     */
    long heldBytes() {
        return (head == null ? reader.heldBytes() : headBytes) + (exchange == null ? 0 : exchange.heldBytes());
    }

    /**
     * When {@link #onDeadline} is to be called: the deadline of the request, of its answer, or of the pause between two requests.
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
        // RFC 9112 §9.3: a connection of HTTP/1.0 persists only by Connection: keep-alive, which this server does not
        // answer.
        keepAlive = !isOld(read) && !read.headers().hasToken("Connection", "close");
        if (!options.hosts().allow(read)) {
            // RFC 9110 §7.4: a request for a host that the server does not serve is misdirected: 421.
            refuse(421, options.hosts().refusal(read));
            return true;
        }
        Exchange begun = new Exchange(
                site, agreements, ReceivedRequest.of(read, out.secure(), out.remoteAddress()), awaited, this);
        // Bytes behind a refused upgrade may be frames, so none of them is read as a request.
        keepAlive &= !begun.isUpgrade();
        exchange = begun;
        begin(begun, read);
        return true;
    }

    private static boolean isOld(RequestHead request) {
        return request.version().equals("HTTP/1.0");
    }

    /** Answers a request that needs no body, and otherwise waits for it. */
    private void begin(Exchange begun, RequestHead request) throws HeadException {
        if (begun.isUpgrade()) {
            ask(begun);
            return;
        }
        if (!begun.isServed()) {
            // RFC 9112 §9.3: a server must read the whole body or close, or the rest of it would be taken for a
            // request.
            keepAlive &= begun.isWhole();
            respond(begun.unserved());
            return;
        }
        // RFC 9110 §10.1.1: a server must ignore 100-continue of HTTP/1.0, which knows no 100.
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

    /** Ends a connection whose file has fewer bytes than its head promised. RFC 9112 §8: that tells the peer of an incomplete
     * message. */
    private void fileCutShort(Throwable failure) {
        Faults.tell(options.errors(), "file sent to ", this, failure);
        close();
    }

    private boolean isLast() {
        return !keepAlive || (out.hasInputEnded() && !out.hasUnread());
    }

    /** Ends a request whose answer is queued, and begins the next one or closes. */
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
        // A peer that asks and never reads would make the answers pile up.
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

    /** Answers with the reason and ends the connection. */
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

    /** Pauses reading when the next state waits, and resumes it when only the last one did. */
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
