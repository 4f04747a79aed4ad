package io.wsloop.nio;

import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.HeadReader;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.handshake.ServerHandshake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A connection's life in HTTP/1.1 up to its upgrade: requests, handlers, files, keep-alive, the upgrade. Does no I/O.
 * Loop thread.
 *
 * <p>One request at a time: while its answer is awaited or has not been taken by the socket, the connection reads
 * nothing, so that pipelined requests are answered in order and cost no memory. Whatever ends in an error also ends the
 * connection, and no later byte is read as HTTP.
 */
final class HttpConversation {
    private static final long NEVER = Long.MAX_VALUE;

    /** A body up to this size is copied behind its head. */
    private static final int TOGETHER = 16 << 10;

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

    /** What goes on once something awaited is there. */
    @FunctionalInterface
    private interface Then<T> {
        void go(T value) throws Exception;
    }

    private final Site site;
    private final HttpOutput out;
    private final HeadReader reader;
    private final long patience;
    private State state = State.HEAD;
    private long deadline;
    private boolean anyAnswered;
    private boolean paused;
    private boolean keepAlive = true;
    private boolean ended;
    private long unflushed;

    private @Nullable RequestHead head;
    private @Nullable RequestBody body;
    private PathTable.@Nullable Match<HttpHandler.Async> handler;

    /** What is awaited now; an answer to anything else comes too late. */
    private @Nullable Object awaited;

    private @Nullable FileContent file;

    /** site: everything the builder gathered (routes, handlers, files, origins, limits). */
    HttpConversation(Site site, HttpOutput out) {
        this.site = site;
        this.out = out;
        reader = HeadReader.of(site.limits());
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
            refuse(bad.status(), String.valueOf(bad.getMessage()), Headers.EMPTY);
            return true;
        }
    }

    /** After all input was received: the peer sends no more, but may still read. */
    void receiveEof() {
        ended = true;
        boolean upgrading = state == State.ANSWERING && head != null && ServerHandshake.isUpgrade(head);
        if (state == State.HEAD || state == State.BODY || upgrading) {
            close();
        }
    }

    /** The handshake deadline, then the idle one between requests. Nanoseconds, Long.MAX_VALUE = none. */
    long nextDeadline() {
        return deadline;
    }

    void onDeadline() {
        if (deadline == NEVER || out.now() - deadline < 0) {
            return;
        }
        switch (state) {
            case HEAD -> {
                if (anyAnswered && reader.isIdle()) {
                    close();
                } else {
                    refuse(408, "expected a whole request head within " + seconds(), Headers.EMPTY);
                }
            }
            case BODY -> refuse(408, "expected the whole body of the request within " + seconds(), Headers.EMPTY);
            case ANSWERING -> refuse(503, "the answer took too long: try again later", Headers.EMPTY);
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
        deadline = NEVER;
        awaited = null;
        dropFile();
    }

    private boolean receiveHead(ByteBuffer in) throws HeadException {
        boolean wasIdle = reader.isIdle();
        RequestHead read = reader.readRequest(in);
        if (read == null) {
            if (anyAnswered && wasIdle && !reader.isIdle()) {
                deadline = out.now() + patience;
            }
            return false;
        }
        head = read;
        keepAlive = !read.headers().hasToken("Connection", "close");
        if (ServerHandshake.isUpgrade(read)) {
            openingHandshake(read);
        } else {
            begin(read);
        }
        return true;
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
            send(nobodyAnswers(request, path));
            return;
        }
        String expectation = request.headers().first("Expect");
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            throw new HeadException(417, "expected no expectation but 100-continue");
        }
        if (expectation != null && !body.isDone()) {
            // RFC 9110 §10.1.1.
            out.send(HttpWriter.goOn());
        }
        deadline = out.now() + patience;
        state = State.BODY;
        if (body.isDone()) {
            answer(request);
        }
    }

    private HttpWriter.Whole nobodyAnswers(RequestHead request, RequestPath path) {
        String allowed = request.target().equals("*") ? "GET, HEAD, OPTIONS, POST" : site.allowed(path);
        if (allowed.isEmpty()) {
            return HttpWriter.Whole.line(404, "nothing is served at this path", Headers.EMPTY);
        }
        if (request.method().equals("OPTIONS")) {
            return new HttpWriter.Whole(204, Headers.of("Allow", allowed), HttpWriter.NO_BODY);
        }
        if (request.method().equals("GET") && site.route(path) != null) {
            return upgradeRequired();
        }
        // RFC 9110 §15.5.6: with the methods that are.
        return HttpWriter.Whole.line(
                405, "expected one of the methods " + allowed + " here", Headers.of("Allow", allowed));
    }

    private static HttpWriter.Whole upgradeRequired() {
        // RFC 9110 §15.5.22.
        return HttpWriter.Whole.line(
                426, "expected a WebSocket opening handshake (RFC 6455)", Headers.of("Upgrade", "websocket"));
    }

    /** The request is whole. */
    private void answer(RequestHead request) {
        RequestPath path = RequestPath.of(request);
        PathTable.Match<HttpHandler.Async> match = handler;
        byte[] bytes = Objects.requireNonNull(body).bytes();
        body = null;
        handler = null;
        deadline = out.now() + site.answerTimeout().toNanos();
        String where = "handler of " + request.method() + " " + path.raw();
        attempt(where, () -> {
            if (match != null) {
                HttpRequest whole = new HttpRequest(request, match.parameters(), bytes);
                CompletionStage<HttpResponse> stage = match.value().handle(whole);
                await(where, stage, this::send, response -> {});
                return;
            }
            StaticFiles files = Objects.requireNonNull(site.files(path));
            await("file " + path.raw(), offLoop(() -> FileAnswer.of(files, request, path)), this::send, this::drop);
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
            refuse(no.status(), no.message(), no.headers());
        } else if (step instanceof OpeningHandshake.Step.Ask ask) {
            await(
                    where,
                    ask.handshake().ask(),
                    decision -> take(where, ask.handshake().conclude(decision)),
                    decision -> {});
        } else if (step instanceof OpeningHandshake.Step.Yes yes) {
            state = State.UPGRADED;
            deadline = NEVER;
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
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        site.errors().onError(where, cause);
        refuse(500, "the server failed: its log says why", Headers.EMPTY);
    }

    /** Goes on at once with what is there already, and otherwise, with reading paused, when it comes. */
    private <T> void await(String where, @Nullable CompletionStage<T> stage, Then<T> then, Then<T> tooLate)
            throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Objects.requireNonNull(stage, "null in place of a CompletionStage").whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(value);
            }
        });
        if (result.isDone()) {
            then.go(Objects.requireNonNull(result.join(), "null in place of an answer"));
            return;
        }
        state = State.ANSWERING;
        pause();
        Object ticket = new Object();
        awaited = ticket;
        result.whenComplete((value, failure) -> out.loop().execute(() -> {
            boolean inTime = awaited == ticket;
            attempt(where, () -> {
                if (!inTime) {
                    if (failure == null) {
                        tooLate.go(value);
                    }
                    return;
                }
                awaited = null;
                then.go(Objects.requireNonNull(result.join(), "null in place of an answer"));
            });
            proceed();
        }));
    }

    /** Runs what blocks on the offload executor. */
    private <T> CompletableFuture<T> offLoop(java.util.concurrent.Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        site.offload().execute(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private void send(HttpResponse response) {
        send(new HttpWriter.Whole(response.status(), response.headers(), response.body()));
    }

    /** An answer in one go. */
    private void send(HttpWriter.Whole answer) {
        byte[] whole = answer.body();
        boolean none = head != null && head.method().equals("HEAD");
        // A small body travels with its head; a large one is not copied for that.
        boolean together = none || whole.length <= TOGETHER;
        queue(HttpWriter.head(
                answer.status(),
                answer.headers(),
                whole.length,
                isLast(),
                site.date(),
                none || !together ? HttpWriter.NO_BODY : whole));
        if (!together) {
            queue(ByteBuffer.wrap(whole).asReadOnlyBuffer());
        }
        finish();
    }

    private void send(FileAnswer answer) {
        RequestHead request = Objects.requireNonNull(head);
        if (answer.status() == 404) {
            boolean route = request.method().equals("GET") && site.route(RequestPath.of(request)) != null;
            send(route ? upgradeRequired() : HttpWriter.Whole.line(404, "there is no such file", Headers.EMPTY));
            return;
        }
        queue(HttpWriter.head(
                answer.status(), answer.headers(), answer.length(), isLast(), site.date(), HttpWriter.NO_BODY));
        queue(answer.piece());
        file = answer.rest();
        if (file == null) {
            finish();
        } else {
            awaitRoom();
        }
    }

    /** The next piece is read when the socket has taken this one: a slow reader holds one piece, not a file. */
    private void awaitRoom() {
        state = State.SENDING;
        deadline = NEVER;
        pause();
        out.whenFlushed(() -> {
            FileContent rest = file;
            if (state == State.SENDING && rest != null) {
                deadline = out.now() + site.answerTimeout().toNanos();
                readPiece(rest);
                proceed();
            }
        });
    }

    private void readPiece(FileContent rest) {
        CompletableFuture<ByteBuffer> next;
        try {
            next = offLoop(() -> {
                ByteBuffer piece = rest.read(FileAnswer.PIECE_BYTES);
                if (rest.isAtEnd()) {
                    rest.close();
                }
                return piece;
            });
        } catch (RuntimeException refused) {
            cutShort(refused);
            return;
        }
        next.whenComplete((piece, failure) -> out.loop().execute(() -> {
            if (file != rest) {
                return;
            }
            if (failure != null) {
                cutShort(failure);
            } else {
                queue(piece);
                if (rest.isAtEnd()) {
                    file = null;
                    finish();
                } else {
                    awaitRoom();
                }
            }
            proceed();
        }));
    }

    /** The head promised more than there is: RFC 9112 §8, only the end of the connection tells the peer so. */
    private void cutShort(Throwable failure) {
        site.errors().onError("file of " + Objects.requireNonNull(head).path(), failure);
        close();
    }

    private void drop(FileAnswer late) throws IOException {
        late.close();
    }

    private void dropFile() {
        FileContent open = file;
        file = null;
        if (open != null) {
            attempt("closing a file", open::close);
        }
    }

    private void queue(ByteBuffer bytes) {
        unflushed += bytes.remaining();
        if (bytes.hasRemaining()) {
            out.send(bytes);
        }
    }

    private boolean isLast() {
        return !keepAlive || ended;
    }

    /** The answer was given. */
    private void finish() {
        anyAnswered = true;
        if (isLast()) {
            close();
            return;
        }
        head = null;
        body = null;
        state = State.HEAD;
        deadline = out.now() + patience;
        if (unflushed > site.limits().highWaterBytes()) {
            // Who asks and asks and never reads is not answered into memory.
            state = State.FLUSHING;
            deadline = NEVER;
            pause();
            out.whenFlushed(() -> {
                unflushed = 0;
                if (state == State.FLUSHING) {
                    state = State.HEAD;
                    deadline = out.now() + patience;
                    if (ended) {
                        close();
                    }
                    proceed();
                }
            });
        }
    }

    /** Tells the peer why and ends the connection. */
    private void refuse(int status, String message, Headers more) {
        if (state == State.CLOSING || state == State.UPGRADED) {
            return;
        }
        keepAlive = false;
        send(HttpWriter.Whole.line(status, message, more));
    }

    private void close() {
        awaited = null;
        dropFile();
        if (state != State.CLOSING) {
            state = State.CLOSING;
            out.closeWhenFlushed();
        }
        deadline = NEVER;
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
