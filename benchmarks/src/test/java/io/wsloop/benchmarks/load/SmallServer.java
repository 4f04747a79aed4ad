package io.wsloop.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of blocking sockets, a thread a connection, that may be told to be wrong. */
final class SmallServer implements AutoCloseable {
    /** What becomes of a message before it is sent back, to whom, and whether it is. */
    interface Behaviour {
        Behaviour RIGHT = (message, number) -> message;

        /** The answer; empty for none. */
        byte[] answer(byte[] message, int number);
    }

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");

    private final ServerSocket acceptor = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Behaviour behaviour;
    private final boolean toAll;

    SmallServer(Behaviour behaviour, boolean toAll) throws IOException {
        this.behaviour = behaviour;
        this.toAll = toAll;
        start(this::accept);
    }

    int port() {
        return acceptor.getLocalPort();
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body, "small server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = acceptor.accept();
                socket.setTcpNoDelay(true);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            synchronized (socket) {
                // Who has seen the 101 may rely on being in the list.
                sockets.add(socket);
                handshake(in, socket.getOutputStream());
            }
            for (int number = 0; frame(in, socket, number); number++) {
                // One frame a turn.
            }
        } catch (IOException e) {
            // The client has gone.
        } finally {
            sockets.remove(socket);
        }
    }

    private static void handshake(DataInputStream in, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            head.append((char) b);
        }
        Matcher key = KEY.matcher(head);
        if (!key.find()) {
            throw new IOException("expected a key in " + head);
        }
        out.write(
                ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                + Opening.accept(key.group(1)) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private boolean frame(DataInputStream in, Socket socket, int number) throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        int length = in.read() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = (int) in.readLong();
        }
        byte[] key = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < length; i++) {
            payload[i] ^= key[i & 3];
        }
        int opcode = first & 0x0F;
        boolean close = opcode == Framing.CLOSE;
        byte[] answer = close ? payload : behaviour.answer(payload, number);
        if (answer.length > 0) {
            byte[] head = Framing.head(opcode, answer.length, false);
            for (Socket to : toAll && !close ? sockets : List.of(socket)) {
                synchronized (to) {
                    to.getOutputStream().write(head);
                    to.getOutputStream().write(answer);
                }
            }
        }
        return !close;
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
