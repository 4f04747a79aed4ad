package io.wsloop.nio;

import java.util.concurrent.CompletionStage;

/** Answers a plain HTTP request, on the connection's loop: it must not block. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers at once.
     *
     * @param request whole, its body read
     * @return the answer
     * @throws Exception or an Error: answered with 500, told to the error handler, and the connection closes
     */
    HttpResponse handle(HttpRequest request) throws Exception;

    /** Answers later, from any thread. No other request of the connection is read meanwhile. */
    @FunctionalInterface
    interface Async {
        /**
         * Begins to answer.
         *
         * @param request whole, its body read
         * @return completes with the answer, on any thread; after 30 s without it the request is answered with 503
         * @throws Exception or an Error: as if the stage had completed with it, see {@link HttpHandler#handle}
         */
        CompletionStage<HttpResponse> handle(HttpRequest request) throws Exception;
    }
}
