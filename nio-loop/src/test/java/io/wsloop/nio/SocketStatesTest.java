package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Tests that look for sockets left in CLOSE_WAIT prove something only if they can see one: this test makes one. */
class SocketStatesTest {
    @Test
    void aSocketThatIsNotClosedAfterThePeersEndIsSeenWhereStatesArePublished() throws Exception {
        long seen = SocketStates.arePublished() ? 1 : 0;
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket forgotten = server.accept()) {
            port = server.getLocalPort();
            assertThat(SocketStates.count(port, SocketStates.CLOSE_WAIT)).isZero();
            assertThat(SocketStates.count(port, SocketStates.ESTABLISHED)).isEqualTo(2 * seen);
            client.shutdownOutput();
            assertThat(forgotten.getInputStream().read()).isEqualTo(-1);
            assertThat(SocketStates.count(port, SocketStates.CLOSE_WAIT)).isEqualTo(seen);
        }
        assertThat(SocketStates.count(port, SocketStates.CLOSE_WAIT)).isZero();
    }
}
