package io.wsloop.nio;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Opens connections; one client serves any number of them on one loop. Any thread. */
public final class WebSocketClient implements AutoCloseable {
    private WebSocketClient() {}

    public static Builder builder() {
        throw new UnsupportedOperationException();
    }

    /** Completes after onOpen; exceptionally with HandshakeException (refused) or another IOException. */
    public CompletableFuture<WebSocket> connect(URI uri, WebSocketListener listener) {
        throw new UnsupportedOperationException();
    }

    /** 1001 to all, waits, cuts. */
    public CompletableFuture<Void> stop(Duration grace) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    public static final class Builder {
        private Builder() {}

        public Builder limits(Limits limits) {
            throw new UnsupportedOperationException();
        }

        public Builder connectTimeout(Duration timeout) {
            throw new UnsupportedOperationException();
        }

        /** Offered in order of preference. */
        public Builder subprotocols(String... names) {
            throw new UnsupportedOperationException();
        }

        /** Offers compression. */
        public Builder deflate(DeflateOptions options) {
            throw new UnsupportedOperationException();
        }

        public Builder header(String name, String value) {
            throw new UnsupportedOperationException();
        }

        public Builder on(EventLoop loop) {
            throw new UnsupportedOperationException();
        }

        public Builder loopOptions(LoopOptions options) {
            throw new UnsupportedOperationException();
        }

        public Builder onError(ErrorHandler handler) {
            throw new UnsupportedOperationException();
        }

        public WebSocketClient build() throws IOException {
            throw new UnsupportedOperationException();
        }
    }
}
