package io.wsloop.nio;

import io.wsloop.Limits;
import io.wsloop.deflate.DeflateOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A WebSocket server and the small HTTP server beside it. Any thread. */
public final class WebSocketServer implements AutoCloseable {
    private WebSocketServer() {}

    public static Builder builder() {
        throw new UnsupportedOperationException();
    }

    public int port() {
        throw new UnsupportedOperationException();
    }

    public InetSocketAddress address() {
        throw new UnsupportedOperationException();
    }

    /** Open connections, in handshake or later. */
    public int connections() {
        throw new UnsupportedOperationException();
    }

    /** No new connections, 1001 to all, waits at most grace for them to end, cuts the rest. */
    public CompletableFuture<Void> stop(Duration grace) {
        throw new UnsupportedOperationException();
    }

    /** stop with the close timeout, and waits. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    public void awaitStop() throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    public static final class Builder {
        private Builder() {}

        /** Default 0.0.0.0? chosen by the implementer: loopback unless told otherwise is the secure default. */
        public Builder host(String host) {
            throw new UnsupportedOperationException();
        }

        /** 0: the system chooses. */
        public Builder port(int port) {
            throw new UnsupportedOperationException();
        }

        public Builder backlog(int connections) {
            throw new UnsupportedOperationException();
        }

        /** Default: as many as processors. */
        public Builder loops(int loops) {
            throw new UnsupportedOperationException();
        }

        public Builder loopOptions(LoopOptions options) {
            throw new UnsupportedOperationException();
        }

        /** Loops of the caller's, which outlive the server; a test steps them. */
        public Builder on(EventLoop... loops) {
            throw new UnsupportedOperationException();
        }

        public Builder limits(Limits limits) {
            throw new UnsupportedOperationException();
        }

        public Builder maxConnections(int connections) {
            throw new UnsupportedOperationException();
        }

        public Builder maxHandshakes(int connections) {
            throw new UnsupportedOperationException();
        }

        /** 0: off. */
        public Builder maxConnectionsPerAddress(int connections) {
            throw new UnsupportedOperationException();
        }

        /** Compression is off unless asked for. */
        public Builder deflate(DeflateOptions options) {
            throw new UnsupportedOperationException();
        }

        public Builder origins(OriginPolicy origins) {
            throw new UnsupportedOperationException();
        }

        /** Path templates: /rooms/{id}, and a last segment {rest*} that takes the remainder (slashes too, may be empty). */
        public Builder route(String path, ListenerFactory listeners) {
            return route(path, Route.to(listeners));
        }

        public Builder route(String path, Route route) {
            throw new UnsupportedOperationException();
        }

        /** GET, and HEAD answered from it. */
        public Builder get(String path, HttpHandler handler) {
            throw new UnsupportedOperationException();
        }

        public Builder post(String path, HttpHandler handler) {
            throw new UnsupportedOperationException();
        }

        public Builder getAsync(String path, HttpHandler.Async handler) {
            throw new UnsupportedOperationException();
        }

        public Builder postAsync(String path, HttpHandler.Async handler) {
            throw new UnsupportedOperationException();
        }

        /** Static files of a folder below a path prefix; index.html for a folder. */
        public Builder files(String prefix, Path folder) {
            throw new UnsupportedOperationException();
        }

        /** Static files from the class path, for applications in one jar: resources below this folder name. */
        public Builder resources(String prefix, ClassLoader loader, String folder) {
            throw new UnsupportedOperationException();
        }

        public Builder onError(ErrorHandler handler) {
            throw new UnsupportedOperationException();
        }

        /** Bound and accepting when it returns. */
        public WebSocketServer start() throws IOException {
            throw new UnsupportedOperationException();
        }
    }
}
