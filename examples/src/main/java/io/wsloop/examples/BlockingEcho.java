package io.wsloop.examples;

import io.wsloop.CloseOutcome;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.handshake.HandshakeResult;
import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.HeadReader;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.handshake.ServerHandshake;
import io.wsloop.protocol.MaskingKeys;
import io.wsloop.protocol.Outbox;
import io.wsloop.protocol.Protocol;
import io.wsloop.protocol.ProtocolOptions;
import io.wsloop.protocol.ProtocolSink;
import io.wsloop.protocol.TransportAction;
import io.wsloop.protocol.Workbench;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Core alone, without a selector: the engine driven by a blocking socket, one thread a connection. What a driver owes
 * the engine is all here: bytes in, bytes out, the time, and what to do with the connection at the end.
 *
 * <p>Shortcuts: a write blocks for as long as a slow peer likes, so neither the write deadline nor keepalive runs
 * meanwhile; each connection costs a thread and a buffer; nobody limits how many there are.
 */
final class BlockingEcho implements AutoCloseable {
    private static final Limits LIMITS = Limits.defaults();

    private final ServerSocket acceptor = new ServerSocket();

    private BlockingEcho(int port) throws IOException {
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    static BlockingEcho bind(int port) throws IOException {
        return new BlockingEcho(port);
    }

    int port() {
        return acceptor.getLocalPort();
    }

    /** Until closed, which is an IOException. */
    void acceptForEver() throws IOException {
        while (true) {
            Socket socket = acceptor.accept();
            Thread thread = new Thread(() -> serve(socket), "blocking-echo " + socket.getRemoteSocketAddress());
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
    }

    private static void serve(Socket socket) {
        try (socket;
                Workbench bench = new Workbench(MaskingKeys.secure())) {
            Driver driver = new Driver(socket, bench);
            if (driver.openingHandshake()) {
                driver.run();
            }
        } catch (IOException e) {
            // A peer that vanished: its thread ends here, and nobody else is concerned.
            System.err.println("blocking-echo: " + socket.getRemoteSocketAddress() + ": " + e);
        }
    }

    /** One connection. */
    private static final class Driver implements ProtocolSink {
        private final Socket socket;
        private final WritableByteChannel out;
        private final Workbench bench;
        private final Protocol protocol;
        private final ByteBuffer in = ByteBuffer.allocate(16 << 10).flip();

        Driver(Socket socket, Workbench bench) throws IOException {
            socket.setTcpNoDelay(true);
            this.socket = socket;
            this.out = Channels.newChannel(socket.getOutputStream());
            this.bench = bench;
            bench.now(System.nanoTime());
            this.protocol = Protocol.server(ProtocolOptions.of(LIMITS), bench);
        }

        /** The first frame may lie behind the head already; it stays in the buffer. */
        boolean openingHandshake() throws IOException {
            HeadReader reader = HeadReader.of(LIMITS);
            long deadline = System.nanoTime() + LIMITS.handshakeTimeout().toNanos();
            try {
                RequestHead request;
                while ((request = reader.readRequest(in)) == null) {
                    if (!read(deadline)) {
                        throw new EOFException("expected a request head, the stream ended");
                    }
                }
                HandshakeResult.Rejected rejected = ServerHandshake.check(request);
                HandshakeResult result =
                        rejected != null ? rejected : ServerHandshake.accept(request, List.of(), null, Headers.EMPTY);
                return answer(result);
            } catch (HeadException e) {
                return answer(new HandshakeResult.Rejected(e.status(), String.valueOf(e.getMessage()), Headers.EMPTY));
            }
        }

        private boolean answer(HandshakeResult result) throws IOException {
            if (result instanceof HandshakeResult.Accepted accepted) {
                out.write(accepted.bytes());
                return true;
            }
            out.write(((HandshakeResult.Rejected) result).bytes());
            return false;
        }

        void run() throws IOException {
            try {
                boolean halfClosed = false;
                while (true) {
                    bench.now(System.nanoTime());
                    while (protocol.receive(in, this)) {
                        flush();
                    }
                    flush();
                    TransportAction action = protocol.transportAction();
                    if (action == TransportAction.CLOSE_NOW || action == TransportAction.CLOSE_WHEN_FLUSHED) {
                        return;
                    }
                    if (action == TransportAction.HALF_CLOSE_WHEN_FLUSHED && !halfClosed) {
                        socket.shutdownOutput();
                        halfClosed = true;
                    }
                    try {
                        if (!read(protocol.nextDeadline())) {
                            protocol.receiveEof();
                        }
                    } catch (SocketTimeoutException e) {
                        bench.now(System.nanoTime());
                        protocol.onDeadline();
                    }
                }
            } catch (IOException e) {
                protocol.transportFailed(e);
                throw e;
            } finally {
                protocol.transportClosed(this);
            }
        }

        /** Waits for bytes until the deadline; false at the end of the stream. */
        private boolean read(long deadline) throws IOException {
            socket.setSoTimeout(millisUntil(deadline));
            int count = socket.getInputStream().read(in.array());
            in.clear().limit(Math.max(count, 0));
            return count >= 0;
        }

        private static int millisUntil(long deadline) {
            if (deadline == Long.MAX_VALUE) {
                return 0;
            }
            // Rounded up: a socket takes zero for "wait for ever".
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1;
            return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
        }

        private void flush() throws IOException {
            Outbox outbox = protocol.outbox();
            while (!outbox.isEmpty()) {
                ByteBuffer[] buffers = outbox.buffers();
                long written = 0;
                for (int i = 0; i < outbox.count(); i++) {
                    written += out.write(buffers[i]);
                }
                outbox.consumed();
                bench.now(System.nanoTime());
                protocol.flushed(written, this);
            }
        }

        @Override
        public void onText(String text) {
            protocol.sendText(text, Compression.AUTO);
        }

        @Override
        public void onBinary(byte[] payload) {
            protocol.sendBinary(payload, 0, payload.length, Compression.AUTO);
        }

        @Override
        public void onTextPart(String part, boolean last) {}

        @Override
        public void onBinaryView(ByteBuffer payload) {}

        @Override
        public void onBinaryPart(byte[] part, boolean last) {}

        @Override
        public void onPing(byte[] payload) {}

        @Override
        public void onPong(byte[] payload) {}

        @Override
        public void onDrained() {}

        @Override
        public void onEnd(CloseOutcome outcome) {}
    }
}
