package io.wsloop.examples.snippets;

import io.wsloop.Delivery;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import java.util.zip.CRC32;

/** Takes messages that are larger than memory, and tells their checksum. */
final class Checksum implements WebSocketListener {
    private final CRC32 sum = new CRC32();

    // snippet: parts
    @Override
    public Delivery delivery() {
        return Delivery.PARTS;
    }

    @Override
    public void onBinaryPart(WebSocket ws, byte[] part, boolean last) {
        sum.update(part);
        if (last) {
            ws.sendText(Long.toHexString(sum.getValue()));
            sum.reset();
        }
    }
    // end
}
