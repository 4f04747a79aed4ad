package io.wsloop.nio;

import io.wsloop.nio.internal.http.Talk;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client that knows nothing but a socket, so that it can send what no client would. */
public final class RawPeer implements AutoCloseable {
    public static final String GOOD_UPGRADE = Talk.UPGRADE + "\r\n";

    /**
     * A frame from the server.
     *
     * @param b0 first byte
     * @param payload unmasked, as a server sends it
     */
    public record Frame(int b0, byte[] payload) {
        public int opcode() {
            return b0 & 0x0f;
        }

        /** The code of a close frame, 1005 for an empty one. */
        public int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }

        @Override
        public String toString() {
            return String.format("%02x %s", b0, Arrays.toString(payload));
        }
    }

    private final Socket socket;
    private final InputStream in;

    public RawPeer(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects and completes a good opening handshake. */
    public static RawPeer open(int port) throws IOException {
        RawPeer peer = new RawPeer(port);
        peer.send(GOOD_UPGRADE.getBytes(StandardCharsets.ISO_8859_1));
        String head = peer.readHead();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("expected 101, got " + head);
        }
        return peer;
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends in two writes, cut after the given number of bytes. */
    public void send(byte[] bytes, int cut) throws IOException {
        send(Arrays.copyOf(bytes, cut));
        send(Arrays.copyOfRange(bytes, cut, bytes.length));
    }

    /** Reads up to and with the empty line. */
    public String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("end of stream within a head: " + head);
            }
            head.append((char) b);
        }
        return head.toString();
    }

    public int readStatus() throws IOException {
        return Integer.parseInt(readHead().split(" ", 3)[1]);
    }

    public Frame readFrame() throws IOException {
        int b0 = next();
        int b1 = next();
        long length = b1 & 0x7f;
        if (length >= 126) {
            int bytes = length == 126 ? 2 : 8;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | next();
            }
        }
        byte[] payload = in.readNBytes((int) length);
        return new Frame(b0, payload);
    }

    /** The next close frame. Data and pongs before it are passed over. */
    public Frame readClose() throws IOException {
        Frame frame = readFrame();
        while (frame.opcode() != 0x8) {
            frame = readFrame();
        }
        return frame;
    }

    /** Reads until the peer ends its stream; a reset counts as an end. */
    public int countUntilEnd() throws IOException {
        int bytes = 0;
        try {
            while (in.read() >= 0) {
                bytes++;
            }
        } catch (java.net.SocketException reset) {
            return bytes;
        }
        return bytes;
    }

    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends with a reset in place of an end of stream: what either side has not read yet is lost. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private int next() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("end of stream where a frame was expected");
        }
        return b;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
