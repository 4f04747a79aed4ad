package io.wsloop.examples.snippets;

import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import java.util.Iterator;

/** Sends many messages at the pace of the one who reads them. */
final class Feed implements WebSocketListener {
    private final Iterator<String> rows;

    Feed(Iterator<String> rows) {
        this.rows = rows;
    }

    // snippet: feed
    @Override
    public void onOpen(WebSocket ws) {
        sendSome(ws);
    }

    @Override
    public void onDrained(WebSocket ws) {
        sendSome(ws);
    }

    private void sendSome(WebSocket ws) {
        while (rows.hasNext()) {
            if (ws.sendText(rows.next()) != SendResult.QUEUED) {
                return; // CONGESTED: taken, go on in onDrained
            }
        }
        ws.close();
    }
    // end
}
