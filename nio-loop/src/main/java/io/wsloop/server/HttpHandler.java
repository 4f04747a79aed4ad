package io.wsloop.server;

import java.util.concurrent.CompletionStage;

/**
 * Answers a plain HTTP request. It runs on the connection's loop, so it must not block. Use {@link Async} for a handler that asks a
 * database or another service.
 */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers at once. Loop thread; must not block.
     *
     * @param request the request with its whole body
     * @return the answer
     * @throws Exception (or an Error) the server answers 500, the error handler hears of it, and the connection closes
     */
    HttpResponse handle(HttpRequest request) throws Exception;

    /** Answers later, from any thread. Until then the connection handles no other request. */
    @FunctionalInterface
    interface Async {
        /**
         * Begins to answer. Loop thread; must not block.
         *
         * @param request the request with its whole body
         * @return completes with the answer, on any thread; after {@link io.wsloop.nio.WebSocketServer.Builder#answerTimeout} the
         *     server answers 503; if the peer is gone, the answer is dropped
         * @throws Exception (or an Error) has the same effect as a stage that completes with it: see {@link HttpHandler#handle}
         */
        CompletionStage<HttpResponse> handle(HttpRequest request) throws Exception;
    }
}
