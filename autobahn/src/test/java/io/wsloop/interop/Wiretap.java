package io.wsloop.interop;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server, passes on every octet, and tells what it saw: what was offered, what was
 * answered, and which messages really were compressed. It knows nothing of either side's code.
 */
final class Wiretap implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 600;

    /**
     * One direction of a connection.
     *
     * @param extensions of the head, empty if it names none
     * @param messages data messages
     * @param compressed those with RSV1
     * @param fragmented those of more than one frame
     */
    record Direction(String extensions, int messages, int compressed, int fragmented) {}

    /** A whole connection. */
    record Heard(Direction client, Direction server) {}

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private volatile @Nullable Socket near;
    private volatile @Nullable Socket far;

    /** Listens for whoever wants to talk to this port. */
    Wiretap(int server) throws IOException {
        this.server = server;
    }

    int port() {
        return door.getLocalPort();
    }

    /** Lets one client in, and tells of it when both sides have hung up. */
    CompletableFuture<Heard> next() {
        return CompletableFuture.supplyAsync(this::overhear, task -> new Thread(task, "wiretap").start())
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Heard overhear() {
        try (Socket client = door.accept();
                Socket peer = new Socket(InetAddress.getLoopbackAddress(), server)) {
            near = client;
            far = peer;
            client.setTcpNoDelay(true);
            peer.setTcpNoDelay(true);
            CompletableFuture<Direction> back = CompletableFuture.supplyAsync(
                    () -> listen(peer, client), task -> new Thread(task, "wiretap-back").start());
            Direction there = listen(client, peer);
            return new Heard(there, back.join());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Direction listen(Socket from, Socket to) {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(new Passing(from.getInputStream(), to.getOutputStream()), 1 << 16))) {
            Direction direction = read(in);
            to.shutdownOutput();
            return direction;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Direction read(DataInputStream in) throws IOException {
        String extensions = extensions(in);
        int messages = 0;
        int compressed = 0;
        int fragmented = 0;
        for (int first = in.read(); first >= 0; first = in.read()) {
            boolean data = (first & 0x0f) == 1 || (first & 0x0f) == 2;
            boolean rsv1 = (first & 0x40) != 0;
            // RFC 7692 §6: the bit belongs to the first frame of a message.
            if (rsv1 && !data) {
                throw new IOException("expected RSV1 on a first frame only, but came " + Integer.toHexString(first));
            }
            messages += data ? 1 : 0;
            compressed += rsv1 ? 1 : 0;
            fragmented += data && (first & 0x80) == 0 ? 1 : 0;
            int second = in.readUnsignedByte();
            long length = second & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            in.skipNBytes(length + ((second & 0x80) != 0 ? 4 : 0));
        }
        return new Direction(extensions, messages, compressed, fragmented);
    }

    private static String extensions(DataInputStream in) throws IOException {
        String extensions = "";
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-extensions:")) {
                extensions = line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return extensions;
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the head ended after " + line);
            }
            line.append((char) octet);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket socket : new Socket[] {near, far}) {
            if (socket != null) {
                socket.close();
            }
        }
    }

    /**
     * Passes on whatever is read before anybody looks at it, so that a look never holds a message up. It is no filter
     * stream, for one would let octets be skipped without being read.
     */
    private static final class Passing extends InputStream {
        private final InputStream from;
        private final OutputStream to;

        Passing(InputStream from, OutputStream to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = from.read(bytes, offset, length);
            if (count > 0) {
                to.write(bytes, offset, count);
            }
            return count;
        }
    }
}
