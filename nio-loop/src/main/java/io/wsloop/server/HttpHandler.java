package io.wsloop.server;

import io.wsloop.nio.WebSocketServer;
import java.util.concurrent.CompletionStage;

/**
 * Answers a plain HTTP request on the connection's loop, so it must not block. A handler that needs a database or another
 * service is an {@link Async} one.
 */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers at once. Called on the connection's loop; must not block.
     *
     * @param request whole, its body read
     * @return the answer
     * @throws Exception or an Error: answered with 500, told to the error handler, and the connection closes
     */
    HttpResponse handle(HttpRequest request) throws Exception;

    /** Answers later, from any thread. The connection reads nothing meanwhile. */
    @FunctionalInterface
    interface Async {
        /**
         * Begins to answer. Called on the connection's loop; must not block.
         *
         * @param request whole, its body read
         * @return completes with the answer, on any thread. Without one after the server's {@link
         *     WebSocketServer.Builder#answerTimeout} the request is answered with 503. Dropped when the peer is gone
         * @throws Exception or an Error: as if the stage had completed with it, see {@link HttpHandler#handle}
         */
        CompletionStage<HttpResponse> handle(HttpRequest request) throws Exception;
    }
}
