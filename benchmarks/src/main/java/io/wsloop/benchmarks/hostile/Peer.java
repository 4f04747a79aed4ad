package io.wsloop.benchmarks.hostile;

import io.wsloop.benchmarks.load.Framing;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client on a bare blocking socket, so that it can do what no client should. */
final class Peer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] NO_MASK = new byte[4];

    private final Socket socket = new Socket();
    private final DataInputStream in;

    /** Connects. A receive buffer of 0 is the system's choice. */
    Peer(int port, int receiveBufferBytes) throws IOException {
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            socket.connect(new InetSocketAddress(loopback, port), PATIENCE_MILLIS);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Asks for a WebSocket (RFC 6455 section 4.1) with more header fields, each with its line's end, and reads the answer. */
    Peer upgraded(String path, String fields) throws IOException {
        ask(
                path,
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\n" + fields);
        String head = head();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            close();
            throw new IOException("expected 101, came " + head);
        }
        return this;
    }

    void ask(String path, String fields) throws IOException {
        send(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + fields + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    InputStream in() {
        return in;
    }

    /** Up to the empty line. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** Reads a short frame's head and returns its first byte and its length. */
    int frame() throws IOException {
        return in.readUnsignedShort();
    }

    /** Reads what is of no interest, all of it. */
    void pass(long bytes) throws IOException {
        try {
            in.skipNBytes(bytes);
        } catch (EOFException e) {
            throw new EOFException("expected " + bytes + " bytes more, came the end of the stream");
        }
    }

    /** A whole frame, masked with zeros: as any server sees it, and as fast as can be. */
    static byte[] frame(int opcode, byte[] payload, boolean compressed) {
        return Framing.masked(opcode, payload, compressed, NO_MASK);
    }

    /** The answer's body. */
    static String get(int port, String path) throws IOException {
        try (Peer peer = new Peer(port, 0)) {
            peer.socket.setSoTimeout(3 * PATIENCE_MILLIS);
            peer.ask(path, "Connection: close\r\n");
            peer.head();
            return new String(peer.in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
