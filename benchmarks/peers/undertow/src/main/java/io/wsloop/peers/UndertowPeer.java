package io.wsloop.peers;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import java.nio.ByteBuffer;
import org.xnio.Options;
import org.xnio.Pooled;

/** Undertow on one I/O thread; binary messages go back in the pooled buffers that they came in. */
@SuppressWarnings("deprecation") // Undertow's messages still come in XNIO's Pooled
public final class UndertowPeer {
    private static final int MAX_MESSAGE = 16 << 20;

    /** Undertow's defaults, but for the message that it makes room for. */
    private static final PerMessageDeflateHandshake PERMESSAGE_DEFLATE = new PerMessageDeflateHandshake(
            false, PerMessageDeflateHandshake.DEFAULT_DEFLATER, true, true, MAX_MESSAGE + (MAX_MESSAGE >> 6));

    private static final int BACKLOG = 4096;

    private UndertowPeer() {}

    /**
     * Serves until it is killed; {@code -Dloops=N} takes more I/O threads.
     *
     * @param args the port, and {@code deflate} where permessage-deflate is to be negotiated
     */
    public static void main(String[] args) {
        boolean deflate = args.length > 1 && args[1].equals("deflate");
        Undertow.builder()
                .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
                .setIoThreads(Integer.getInteger("loops", 1))
                .setWorkerThreads(1)
                .setSocketOption(Options.BACKLOG, BACKLOG)
                .setSocketOption(Options.TCP_NODELAY, true)
                .setHandler(Handlers.path(endpoint(new Echo(), deflate))
                        .addExactPath("/fanout", endpoint(new FanOut(), deflate)))
                .build()
                .start();
    }

    private static WebSocketProtocolHandshakeHandler endpoint(AbstractReceiveListener listener, boolean deflate) {
        WebSocketProtocolHandshakeHandler handler = Handlers.websocket((exchange, channel) -> {
            channel.getReceiveSetter().set(listener);
            channel.resumeReceives();
        });
        return deflate ? handler.addExtension(PERMESSAGE_DEFLATE) : handler;
    }

    private abstract static class Bounded extends AbstractReceiveListener {
        @Override
        protected final long getMaxTextBufferSize() {
            return MAX_MESSAGE;
        }

        @Override
        protected final long getMaxBinaryBufferSize() {
            return MAX_MESSAGE;
        }
    }

    private static final class Echo extends Bounded {
        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            WebSockets.sendText(message.getData(), channel, null);
        }

        @Override
        protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
            Pooled<ByteBuffer[]> bytes = message.getData();
            WebSockets.sendBinary(bytes.getResource(), channel, new Free(bytes));
        }
    }

    /** Gives the buffers of a message back to the pool once it is sent. */
    private record Free(Pooled<?> buffers) implements WebSocketCallback<Void> {
        @Override
        public void complete(WebSocketChannel channel, Void nothing) {
            buffers.free();
        }

        @Override
        public void onError(WebSocketChannel channel, Void nothing, Throwable cause) {
            buffers.free();
        }
    }

    private static final class FanOut extends Bounded {
        @Override
        protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
            String text = message.getData();
            for (WebSocketChannel peer : channel.getPeerConnections()) {
                WebSockets.sendText(text, peer, null);
            }
        }

        @Override
        protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
            try (Pooled<ByteBuffer[]> bytes = message.getData()) {
                ByteBuffer whole = WebSockets.mergeBuffers(bytes.getResource());
                for (WebSocketChannel peer : channel.getPeerConnections()) {
                    WebSockets.sendBinary(whole.duplicate(), peer, null);
                }
            }
        }
    }
}
