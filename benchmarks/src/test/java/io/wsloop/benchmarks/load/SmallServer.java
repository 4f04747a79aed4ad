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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server of blocking sockets that may be told to be wrong. Each connection has a thread that reads and one that writes, so that
 * who does not read holds up nobody else.
 */
final class SmallServer implements AutoCloseable {
    /** What becomes of a message before it is sent back, to whom, and whether it is. */
    interface Behaviour {
        Behaviour RIGHT = (message, number) -> message;

        /** The answer; empty for none. */
        byte[] answer(byte[] message, int number);
    }

    private static final Pattern KEY = Pattern.compile("Sec-WebSocket-Key: (\\S+)");

    private final ServerSocket acceptor = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final List<Outlet> outlets = new CopyOnWriteArrayList<>();
    private final Behaviour behaviour;
    private final boolean toAll;
    private final int longestQueue;

    SmallServer(Behaviour behaviour, boolean toAll) throws IOException {
        this(behaviour, toAll, Integer.MAX_VALUE);
    }

    private SmallServer(Behaviour behaviour, boolean toAll, int longestQueue) throws IOException {
        this.behaviour = behaviour;
        this.toAll = toAll;
        this.longestQueue = longestQueue;
        start(this::accept);
    }

    /** One that sends to all, and resets a connection for which more messages than that wait. */
    static SmallServer impatient(int longestQueue) throws IOException {
        return new SmallServer(Behaviour.RIGHT, true, longestQueue);
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
        Outlet outlet = new Outlet(socket, longestQueue);
        start(outlet::run);
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            byte[] answer = handshake(in);
            synchronized (outlet) {
                // Who has seen the 101 may rely on being in the list.
                outlets.add(outlet);
                outlet.send(answer);
            }
            for (int number = 0; frame(in, outlet, number); number++) {
                // One frame a turn.
            }
        } catch (IOException e) {
            // The client has gone.
        } finally {
            outlets.remove(outlet);
            outlet.send(Outlet.END);
        }
    }

    private static byte[] handshake(DataInputStream in) throws IOException {
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
        return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + Framing.accept(key.group(1)) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private boolean frame(DataInputStream in, Outlet outlet, int number) throws IOException {
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
            byte[] frame = Arrays.copyOf(head, head.length + answer.length);
            System.arraycopy(answer, 0, frame, head.length, answer.length);
            for (Outlet to : toAll && !close ? outlets : List.of(outlet)) {
                to.send(frame);
            }
        }
        return !close;
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        for (Outlet outlet : outlets) {
            outlet.socket.close();
        }
    }

    /** What waits to be sent on one connection. */
    private static final class Outlet {
        static final byte[] END = {};

        private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
        private final Socket socket;
        private final int longest;

        Outlet(Socket socket, int longest) {
            this.socket = socket;
            this.longest = longest;
        }

        synchronized void send(byte[] bytes) {
            if (waiting.size() == longest) {
                reset();
            }
            waiting.add(bytes);
        }

        private void reset() {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // It has gone already.
            }
        }

        void run() {
            try (socket) {
                OutputStream out = socket.getOutputStream();
                for (byte[] bytes = waiting.take(); bytes != END; bytes = waiting.take()) {
                    out.write(bytes);
                }
            } catch (IOException | InterruptedException e) {
                // The client has gone.
            }
        }
    }
}
