package io.wsloop.examples.snippets;

import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/** Answers by a call that blocks, on another thread than the loop's. */
final class Questions implements WebSocketListener {
    private final Executor executor;
    private final UnaryOperator<String> database;

    Questions(Executor executor, UnaryOperator<String> database) {
        this.executor = executor;
        this.database = database;
    }

    // snippet: offload
    @Override
    public void onText(WebSocket ws, String query) {
        executor.execute(() -> ws.sendText(database.apply(query)));
    }
    // end
}
