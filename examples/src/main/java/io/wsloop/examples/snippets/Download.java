package io.wsloop.examples.snippets;

import io.wsloop.CloseOutcome;
import io.wsloop.FragmentedMessage;
import io.wsloop.MessageType;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Sends one message that is larger than memory, at the pace of the one who reads it. */
final class Download implements WebSocketListener {
    private final InputStream source;
    private final byte[] chunk = new byte[16 << 10];
    private @Nullable FragmentedMessage message;

    Download(InputStream source) {
        this.source = source;
    }

    // snippet: fragments
    @Override
    public void onOpen(WebSocket ws) {
        message = ws.begin(MessageType.BINARY);
        sendSome(message);
    }

    @Override
    public void onDrained(WebSocket ws) {
        if (message != null) {
            sendSome(message);
        }
    }

    private void sendSome(FragmentedMessage message) {
        try {
            SendResult result = SendResult.QUEUED;
            while (result == SendResult.QUEUED) {
                int length = source.read(chunk);
                if (length < 0) {
                    message.finish();
                    this.message = null;
                    return;
                }
                result = message.write(ByteBuffer.wrap(chunk, 0, length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // ends this connection
        }
    }
    // end

    @Override
    public void onClose(WebSocket ws, CloseOutcome outcome) {
        try {
            source.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
