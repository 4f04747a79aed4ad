package io.wsloop.nio.internal.http;

import io.wsloop.handshake.HandshakeResult.Rejected;
import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.ServerHandshake;
import io.wsloop.nio.internal.files.FileAnswer;
import io.wsloop.nio.internal.files.StaticFiles;
import io.wsloop.nio.internal.lane.Awaited;
import io.wsloop.nio.internal.opening.Agreements;
import io.wsloop.nio.internal.opening.OpeningHandshake;
import io.wsloop.nio.internal.report.Faults;
import io.wsloop.nio.internal.site.Answerer;
import io.wsloop.nio.internal.site.ReceivedRequest;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.nio.internal.site.Unserved;
import io.wsloop.nio.internal.socket.Upgraded;
import io.wsloop.server.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request: finds the handler, the files or the route, gathers the body, asks, and gives the answer to its conversation.
 * Loop thread.
 */
final class Exchange {
    private static final byte[] NO_BODY = new byte[0];

    private final Site site;
    private final Agreements agreements;
    private final Awaited awaited;
    private final Replies replies;
    private final ReceivedRequest request;
    private final boolean upgrade;

    /** Null for an upgrade, and for a path that is not served. */
    private final @Nullable Answerer answerer;

    /** Null once it is whole. */
    private @Nullable RequestBody body;

    private int bodyBytes;

    /** Takes the outcome of a request. */
    interface Replies {
        /** A whole response. */
        void respond(HttpResponse response);

        /** A file. The receiver closes it. */
        void respond(FileAnswer.Content file);

        /** The request is refused, and the connection ends. */
        void refuse(Rejected why);

        /** The 101 is to be sent. The conversation ends with it. */
        void upgrade(ByteBuffer response, Upgraded upgraded);

        /** A handler, a hook or a file failed. */
        void fail(String what, Throwable failure);
    }

    /** Throws HeadException when the head announces a body that is too large. */
    Exchange(Site site, Agreements agreements, ReceivedRequest request, Awaited awaited, Replies replies)
            throws HeadException {
        this.site = site;
        this.agreements = agreements;
        this.request = request;
        this.awaited = awaited;
        this.replies = replies;
        upgrade = ServerHandshake.isUpgrade(request.head());
        answerer = upgrade ? null : site.answerer(request.method(), request.requestPath());
        body = upgrade
                ? null
                : RequestBody.of(request.head(), site.options().limits().maxBodyBytes());
    }

    boolean isUpgrade() {
        return upgrade;
    }

    /** False when no handler and no files are at the path. The request is answered before its body is read then. */
    boolean isServed() {
        return answerer != null;
    }

    boolean isWhole() {
        return body == null || body.isDone();
    }

    /** Reads of the body. True when it is whole. Bytes that follow it stay in the buffer. */
    boolean receive(ByteBuffer in) throws HeadException {
        return Objects.requireNonNull(body).receive(in);
    }

    /** The memory that the body takes, until the request is answered. */
    long heldBytes() {
        return body == null ? bodyBytes : body.heldBytes();
    }

    /** The answer to a request that is not served. */
    HttpResponse unserved() {
        return Unserved.answer(site, request.head(), request.requestPath());
    }

    /**
     * Asks for the answer. The request must be whole.
     *
     * @return true when the answer or a failure was there and is with the conversation; false when it is awaited
     */
    boolean ask() {
        try {
            if (upgrade) {
                return follow(OpeningHandshake.begin(site, agreements, request));
            }
            byte[] bytes = Objects.requireNonNull(body).bytes();
            bodyBytes = bytes.length;
            body = null;
            if (answerer instanceof Answerer.Handler found) {
                ReceivedRequest whole = request.at(found.template()).with(bytes);
                return await(found.handler().handle(whole), replies::respond, late -> {});
            }
            StaticFiles files = ((Answerer.Files) Objects.requireNonNull(answerer)).files();
            return await(
                    site.options()
                            .offload()
                            .begin(() -> files.answer(
                                    request.requestPath().segments(),
                                    request.headers(),
                                    !request.method().equals("HEAD"))),
                    this::respond,
                    this::close);
        } catch (Throwable failure) {
            // A fault of the application, be it an Error, ends its own connection only.
            replies.fail(what(), failure);
            return true;
        }
    }

    /** Goes one step further with an opening handshake. */
    private boolean follow(OpeningHandshake.Step step) throws Exception {
        if (step instanceof OpeningHandshake.Step.AskHook ask) {
            return await(
                    ask.handshake().ask(), decision -> follow(ask.handshake().conclude(decision)), late -> {});
        }
        if (step instanceof OpeningHandshake.Step.Agreed agreed) {
            replies.upgrade(agreed.bytes(), agreed.upgraded());
        } else {
            replies.refuse(((OpeningHandshake.Step.Refused) step).why());
        }
        return true;
    }

    private void respond(FileAnswer answer) {
        if (answer instanceof FileAnswer.Content content) {
            replies.respond(content);
        } else if (answer instanceof FileAnswer.NotModified known) {
            replies.respond(new HttpResponse(304, known.headers(), NO_BODY));
        } else if (answer instanceof FileAnswer.MissingSlash) {
            String query = request.query().isEmpty() ? "" : "?" + request.query();
            // RFC 9110 §15.4.9: 308 tells that the resource has a new permanent URI. The path is the peer's own and
            // begins
            // with one slash only, so it cannot lead to another host: an empty segment is no folder.
            replies.respond(HttpResponse.empty(308)
                    .header("Location", request.requestPath().raw() + "/" + query));
        } else {
            replies.respond(Unserved.noFile(site, request.head(), request.requestPath()));
        }
    }

    /** Closes a file that came after the connection had ended. */
    private void close(FileAnswer late) {
        try {
            late.close();
        } catch (Throwable failure) {
            Faults.tell(site.options().errors(), what(), failure);
        }
    }

    /** Takes an answer that has arrived. */
    @FunctionalInterface
    private interface Then<T> {
        void take(T value) throws Exception;
    }

    /** Takes the answer at once when the stage has completed, and in a later task otherwise. */
    private <T> boolean await(CompletionStage<T> stage, Then<T> then, Consumer<T> tooLate) {
        return awaited.await(
                stage,
                (value, failure) -> {
                    if (value == null) {
                        replies.fail(what(), Objects.requireNonNull(failure));
                        return;
                    }
                    try {
                        then.take(value);
                    } catch (Throwable thrown) {
                        replies.fail(what(), thrown);
                    }
                },
                tooLate);
    }

    private String what() {
        String path = request.requestPath().raw();
        return upgrade ? "opening handshake at " + path : "answer to " + request.method() + " " + path;
    }

    @Override
    public String toString() {
        return request.method() + " " + request.head().target();
    }
}
