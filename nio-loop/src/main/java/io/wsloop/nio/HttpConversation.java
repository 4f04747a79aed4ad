package io.wsloop.nio;

import io.wsloop.handshake.HandshakeResult.Rejected;
import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.HeadReader;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.handshake.ServerHandshake;
import io.wsloop.protocol.Deadline;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection's life in HTTP/1.1 up to its upgrade: requests, handlers, files, keep-alive, the upgrade. A request of
 * HTTP/1.0 is answered and ends the connection. Does no I/O. Loop thread.
 *
 * <p>One request at a time: while its answer is awaited or has not been taken by the socket, the connection reads
 * nothing, so that pipelined requests are answered in order and cost no memory. Whatever ends in an error also ends the
 * connection, and no later byte is read as HTTP.
 */
final class HttpConversation {
    private enum State {
        /** A head is read, or waited for. */
        HEAD,
        BODY,
        /** A handler, a hook or a file is awaited. */
        ANSWERING,
        /** A file's pieces are sent. */
        SENDING,
        /** The socket has much to take before the next request is looked at. */
        FLUSHING,
        /** Input is thrown away. */
        CLOSING,
        UPGRADED
    }

    private static final byte[] NO_BODY = new byte[0];

    private final Site site;
    private final HttpOutput out;
    private final HeadReader reader;
    private final HttpWriter writer;
    private final Awaited awaited;
    private final long patience;
    private State state = State.HEAD;
    private long deadline;
    private boolean anyAnswered;
    private boolean paused;
    private boolean keepAlive = true;
    private boolean ended;

    /** What the present request's head took on the wire, and its body once that is whole. */
    private int headBytes;

    private int bodyBytes;

    private @Nullable RequestHead head;
    private @Nullable RequestBody body;
    private PathTable.@Nullable Match<HttpHandler.Async> handler;

    private @Nullable FileSending file;

    /** site: everything the builder gathered (routes, handlers, files, origins, limits). */
    HttpConversation(Site site, HttpOutput out) {
        this.site = site;
        this.out = out;
        reader = HeadReader.of(site.limits());
        writer = new HttpWriter(out, site);
        awaited = new Awaited(out.loop());
        patience = site.limits().handshakeTimeout().toNanos();
        deadline = out.now() + patience;
    }

    /** true: call again (an answer was given, or the upgrade done); false: more bytes are needed, or the input is paused. */
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
     * The peer sends no more, but may still read (RFC 9112 §9.6): whole requests that it sent before, {@link
     * HttpOutput#hasUnread} says whether there are any left, are answered. Comes at any moment.
     */
    void receiveEof() {
        ended = true;
        boolean upgrading = state == State.ANSWERING && head != null && ServerHandshake.isUpgrade(head);
        if (upgrading || ((state == State.HEAD || state == State.BODY) && !out.hasUnread())) {
            close();
        }
    }

    /** Between two requests: the peer has asked nothing, and everything that it asked before was answered. */
    boolean isIdle() {
        return state == State.HEAD && anyAnswered && reader.isIdle();
    }

    /**
     * The memory that the present request takes: its head and body as far as they came, until it is answered.
     *
     * @return bytes; 0 between two requests
     */
    long heldBytes() {
        RequestBody present = body;
        long begun = head == null ? reader.heldBytes() : headBytes;
        return begun + (present == null ? bodyBytes : present.heldBytes());
    }

    /** The handshake deadline, then the idle one between requests. Nanoseconds, Long.MAX_VALUE = none. */
    long nextDeadline() {
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
        proceed();
    }

    private String seconds() {
        return site.limits().handshakeTimeout().toMillis() / 1000.0 + " seconds";
    }

    /** The connection is gone: answers that still come are dropped. */
    void closed() {
        state = State.CLOSING;
        deadline = Deadline.NEVER;
        awaited.forget();
        dropFile();
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
        if (!site.hosts().allow(read)) {
            // RFC 9110 §15.5.20, §7.4.
            refuse(421, site.hosts().refusal(read));
        } else if (ServerHandshake.isUpgrade(read)) {
            openingHandshake(read);
        } else {
            begin(read);
        }
        return true;
    }

    private static boolean isOld(RequestHead request) {
        return request.version().equals("HTTP/1.0");
    }

    private boolean receiveBody(ByteBuffer in) throws HeadException {
        if (!Objects.requireNonNull(body).receive(in)) {
            return false;
        }
        answer(Objects.requireNonNull(head));
        return true;
    }

    /** A head came: what can be told without the body is told now. */
    private void begin(RequestHead request) throws HeadException {
        RequestPath path = RequestPath.of(request);
        body = RequestBody.of(request, site.limits().maxBodyBytes());
        handler = site.handler(request.method(), path);
        boolean get = request.method().equals("GET") || request.method().equals("HEAD");
        if (handler == null && !(get && site.files(path) != null)) {
            // RFC 9110 §9.3: who is not to read the body must close, or it would be taken for the next request.
            keepAlive &= body.isDone();
            send(Unserved.answer(site, request, path));
            return;
        }
        // RFC 9110 §10.1.1: what HTTP/1.0 expects is passed over, as it knows no 100.
        String expectation = isOld(request) ? null : request.headers().first("Expect");
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            throw new HeadException(417, "expected no expectation but 100-continue");
        }
        if (expectation != null && !body.isDone()) {
            writer.sendContinue();
        }
        deadline = out.now() + patience;
        state = State.BODY;
        if (body.isDone()) {
            answer(request);
        }
    }

    /** The request is whole. */
    private void answer(RequestHead request) {
        RequestPath path = RequestPath.of(request);
        PathTable.Match<HttpHandler.Async> match = handler;
        byte[] bytes = Objects.requireNonNull(body).bytes();
        bodyBytes = bytes.length;
        body = null;
        handler = null;
        deadline = out.now() + site.answerTimeout().toNanos();
        String where = "answer to " + request.method() + " " + path.raw();
        attempt(where, () -> {
            if (match != null) {
                HttpRequest whole = new HttpRequest(request, match.parameters(), bytes);
                await(where, match.value().handle(whole), this::send, response -> {});
                return;
            }
            StaticFiles files = Objects.requireNonNull(site.files(path));
            await(
                    where,
                    Awaited.call(
                            site.offload(),
                            () -> files.answer(
                                    path.segments(),
                                    request.headers(),
                                    !request.method().equals("HEAD"))),
                    this::send,
                    late -> attempt(where, late::close));
        });
    }

    private void openingHandshake(RequestHead request) {
        // RFC 9112 §9.3: whatever follows a refused upgrade might be frames. Nothing of it is read.
        keepAlive = false;
        String where = "opening handshake at " + RequestPath.of(request).raw();
        attempt(where, () -> take(where, OpeningHandshake.begin(site, request, out.secure())));
    }

    private void take(String where, OpeningHandshake.Step step) throws Exception {
        if (step instanceof OpeningHandshake.Step.No no) {
            refuse(no.why());
        } else if (step instanceof OpeningHandshake.Step.Ask ask) {
            await(
                    where,
                    ask.handshake().ask(),
                    decision -> take(where, ask.handshake().conclude(decision)),
                    decision -> {});
        } else if (step instanceof OpeningHandshake.Step.Yes yes) {
            state = State.UPGRADED;
            deadline = Deadline.NEVER;
            out.send(yes.bytes());
            out.upgrade(yes.upgraded());
        }
    }

    /** Runs what belongs to the application: whatever it throws, an Error too, is its own connection's end only. */
    private void attempt(String where, Attempt attempt) {
        try {
            attempt.run();
        } catch (Throwable failure) {
            failed(where, failure);
        }
    }

    @FunctionalInterface
    private interface Attempt {
        void run() throws Exception;
    }

    private void failed(String where, Throwable failure) {
        Faults.tell(site.errors(), where, failure);
        refuse(500, "the server failed: its log says why");
    }

    /** What goes on once something awaited is there. */
    @FunctionalInterface
    private interface Then<T> {
        void go(T value) throws Exception;
    }

    /** Goes on at once with what is there already, and otherwise, with reading paused, when it comes. */
    private <T> void await(String where, CompletionStage<T> stage, Then<T> then, Consumer<T> tooLate) {
        state = State.ANSWERING;
        boolean there = awaited.await(
                stage,
                (value, failure) -> {
                    if (value == null) {
                        failed(where, Objects.requireNonNull(failure));
                    } else {
                        attempt(where, () -> then.go(value));
                    }
                    proceed();
                },
                tooLate);
        if (!there) {
            pause();
        }
    }

    /** An answer in one go. */
    private void send(HttpResponse answer) {
        writer.send(answer, head != null && head.method().equals("HEAD"), isLast());
        finish();
    }

    private void send(FileAnswer answer) {
        RequestHead request = Objects.requireNonNull(head);
        RequestPath path = RequestPath.of(request);
        if (answer instanceof FileAnswer.Content content) {
            send(content);
        } else if (answer instanceof FileAnswer.NotModified known) {
            send(new HttpResponse(304, known.headers(), NO_BODY));
        } else if (answer instanceof FileAnswer.MissingSlash) {
            String query = request.query().isEmpty() ? "" : "?" + request.query();
            // RFC 9110 §15.4.9. The path is the peer's own and begins with one slash: an empty segment is no folder.
            send(HttpResponse.empty(308).header("Location", path.raw() + "/" + query));
        } else {
            send(Unserved.noFile(site, request, path));
        }
    }

    private void send(FileAnswer.Content content) {
        writer.send(content, isLast());
        FileContent rest = content.rest();
        if (rest == null) {
            finish();
            return;
        }
        state = State.SENDING;
        deadline = Deadline.NEVER;
        pause();
        file = new FileSending(rest, site, out, this::fileSent, this::fileCutShort);
        file.begin();
    }

    private void fileSent() {
        file = null;
        finish();
        proceed();
    }

    /** The head promised more than there is: RFC 9112 §8, only the end of the connection tells the peer so. */
    private void fileCutShort(Throwable failure) {
        Faults.tell(site.errors(), "file sent to " + this, failure);
        close();
        proceed();
    }

    private void dropFile() {
        if (file != null) {
            file.stop();
            file = null;
        }
    }

    private boolean isLast() {
        return !keepAlive || (ended && !out.hasUnread());
    }

    /** The answer was given. */
    private void finish() {
        anyAnswered = true;
        if (isLast()) {
            close();
            return;
        }
        forgetRequest();
        state = State.HEAD;
        deadline = out.now() + patience;
        if (writer.unflushed() > site.limits().highWaterBytes()) {
            // Who asks and asks and never reads is not answered into memory.
            state = State.FLUSHING;
            deadline = Deadline.NEVER;
            pause();
            out.whenFlushed(() -> {
                writer.flushed();
                if (state == State.FLUSHING) {
                    state = State.HEAD;
                    deadline = out.now() + patience;
                    if (isLast()) {
                        close();
                    }
                    proceed();
                }
            });
        }
    }

    private void forgetRequest() {
        head = null;
        body = null;
        headBytes = 0;
        bodyBytes = 0;
    }

    /** Tells the peer why and ends the connection. */
    private void refuse(int status, String message) {
        refuse(new Rejected(status, message, Headers.EMPTY));
    }

    private void refuse(Rejected why) {
        if (state == State.CLOSING || state == State.UPGRADED) {
            return;
        }
        keepAlive = false;
        send(ErrorLine.of(why));
    }

    private void close() {
        awaited.forget();
        dropFile();
        if (state != State.CLOSING) {
            state = State.CLOSING;
            out.closeWhenFlushed();
        }
        forgetRequest();
        deadline = Deadline.NEVER;
    }

    private void pause() {
        if (!paused) {
            paused = true;
            out.pauseReading();
        }
    }

    /** Reads on, unless an answer is still awaited. */
    private void proceed() {
        boolean waits = state == State.ANSWERING || state == State.SENDING || state == State.FLUSHING;
        if (paused && !waits) {
            paused = false;
            out.resumeReading();
        }
    }

    @Override
    public String toString() {
        return "HTTP, " + state + (head == null ? "" : ", " + head.method() + " " + head.target());
    }
}
