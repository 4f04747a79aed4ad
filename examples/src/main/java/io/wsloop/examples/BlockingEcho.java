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
import io.wsloop.protocol.Protocol;
import io.wsloop.protocol.ProtocolOptions;
import io.wsloop.protocol.ProtocolSink;
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
import java.util.function.LongSupplier;

/**
 * Core alone, without a selector: the engine driven by a blocking socket, one thread a connection. What a driver owes
 * the engine is all here: bytes in, bytes out, the time, and what to do with the connection at the end.
 *
 * <p>Shortcuts: a write blocks for as long as a slow peer likes, so neither the write deadline nor keepalive runs
 * meanwhile; each connection costs a thread and a buffer; nobody limits how many there are.
 */
final class BlockingEcho implements AutoCloseable {
    private final ServerSocket acceptor = new ServerSocket();

    private final LongSupplier clock;
    private final Limits limits;

    private BlockingEcho(int port, LongSupplier clock, Limits limits) throws IOException {
        this.clock = clock;
        this.limits = limits;
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    static BlockingEcho bind(int port) throws IOException {
        return bind(port, System::nanoTime, Limits.defaults());
    }

    /** On a clock that a test moves. */
    static BlockingEcho bind(int port, LongSupplier clock, Limits limits) throws IOException {
        return new BlockingEcho(port, clock, limits);
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

    private void serve(Socket socket) {
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
    private final class Driver implements ProtocolSink {
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
            bench.now(clock.getAsLong());
            this.protocol = Protocol.server(ProtocolOptions.of(limits), bench);
        }

        /** The first frame may lie behind the head already; it stays in the buffer. */
        boolean openingHandshake() throws IOException {
            HeadReader reader = HeadReader.of(limits);
            long deadline = clock.getAsLong() + limits.handshakeTimeout().toNanos();
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
                exchange();
            } catch (IOException e) {
                protocol.transportFailed(e);
                throw e;
            } finally {
                protocol.transportClosed(this);
            }
        }

        // snippet: driver
        void exchange() throws IOException {
            while (true) {
                bench.now(clock.getAsLong()); // the engine has no clock of its own
                while (protocol.receive(in, this)) { // at most one event a call
                    protocol.flush(this::write, this);
                }
                protocol.flush(this::write, this);
                switch (protocol.transportAction()) {
                    case NONE -> {}
                    case HALF_CLOSE_WHEN_FLUSHED -> endOutput();
                    case CLOSE_WHEN_FLUSHED, CLOSE_NOW -> {
                        return;
                    }
                }
                try {
                    if (!read(protocol.nextDeadline())) {
                        protocol.receiveEof();
                    }
                } catch (SocketTimeoutException e) {
                    bench.now(clock.getAsLong());
                    protocol.onDeadline();
                }
            }
        }
        // end

        private void endOutput() throws IOException {
            if (!socket.isOutputShutdown()) {
                socket.shutdownOutput();
            }
        }

        private void write(ByteBuffer[] buffers, int count) throws IOException {
            for (int i = 0; i < count; i++) {
                out.write(buffers[i]);
            }
        }

        /** Waits for bytes until the deadline; false at the end of the stream. */
        private boolean read(long deadline) throws IOException {
            socket.setSoTimeout(millisUntil(deadline));
            int count = socket.getInputStream().read(in.array());
            in.clear().limit(Math.max(count, 0));
            return count >= 0;
        }

        private int millisUntil(long deadline) {
            if (deadline == Long.MAX_VALUE) {
                return 0;
            }
            // Rounded up: a socket takes zero for "wait for ever".
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - clock.getAsLong()) + 1;
            return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
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
