package io.wsloop.nio;

import java.util.concurrent.CompletionStage;

/** Answers a plain HTTP request, on the connection's loop. */
@FunctionalInterface
public interface HttpHandler {
    HttpResponse handle(HttpRequest request) throws Exception;

    /** The answer may come later, from any thread. */
    @FunctionalInterface
    interface Async {
        CompletionStage<HttpResponse> handle(HttpRequest request) throws Exception;
    }
}
