package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A server that is no more than a socket: the system has accepted, and what comes waits to be read. */
final class RawServer implements AutoCloseable {
    private final ServerSocket listener;
    Socket accepted = new Socket();

    RawServer() throws Exception {
        this(InetAddress.getLoopbackAddress(), 0);
    }

    RawServer(InetAddress address, int port) throws Exception {
        listener = new ServerSocket(port, 10, address);
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + port() + "/path");
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Takes the connection and reads its request. */
    String accept() throws Exception {
        listener.setSoTimeout(20_000);
        accepted = listener.accept();
        accepted.setSoTimeout(20_000);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = accepted.getInputStream().read();
            assertThat(b).as("a byte of the request").isNotNegative();
            head.append((char) b);
        }
        return head.toString();
    }

    void answer(String text) throws Exception {
        accepted.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        accepted.close();
        listener.close();
    }
}
