package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A JVM that is allowed 200 descriptors, and whose classes lie in folders, each of which takes one to be loaded. */
@DisabledOnOs(OS.WINDOWS)
class NoDescriptorsTest {
    private static final List<String> LIMITED = List.of("bash", "-c", "ulimit -n 200; exec \"$0\" \"$@\"");

    private static final int MORE_THAN_ALLOWED = 300;

    private static final byte[] TEXT_X = {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'};

    @Test
    void aServerWithoutDescriptorsSaysSoAndServesOldAndNewOnceThereAreSome() throws Exception {
        List<RawPeer> crowd = new ArrayList<>();
        try (ChildJvm server = ChildJvm.start(LIMITED, List.of(), NoDescriptorsMain.class, "server")) {
            int port = Integer.parseInt(server.line().substring("port ".length()));
            try (RawPeer old = RawPeer.open(port)) {
                for (int i = 0; i < MORE_THAN_ALLOWED; i++) {
                    crowd.add(new RawPeer(port));
                }
                echo(old);
                while (!server.errors().contains("accept; it is tried again every")) {
                    echo(old);
                }
                for (RawPeer each : crowd) {
                    each.close();
                }
                echo(old);
                try (RawPeer fresh = RawPeer.open(port)) {
                    echo(fresh);
                }
                echo(old);
            }
            assertThat(server.isAlive()).isTrue();
            assertThat(server.errors()).contains("Too many open files").doesNotContain("NoClassDefFoundError");
        } finally {
            for (RawPeer each : crowd) {
                each.close();
            }
        }
    }

    private static void echo(RawPeer peer) throws IOException {
        peer.send(TEXT_X);
        assertThat(peer.readFrame().payload()).containsExactly('x');
    }

    @Test
    void aClientWithoutDescriptorsSaysSoAndConnectsOnceThereAreSome() throws Exception {
        try (WebSocketServer server = WebSocketServer.builder()
                        .loops(1)
                        .route("/", request -> new Steps.Echo())
                        .start();
                ChildJvm client = ChildJvm.start(
                        LIMITED, List.of(), NoDescriptorsMain.class, "client", String.valueOf(server.port()))) {
            int refused = 0;
            String last = "";
            for (int i = 0; i < MORE_THAN_ALLOWED; i++) {
                client.say("c");
                String line = client.line();
                if (!line.equals("open")) {
                    refused++;
                    last = line;
                }
            }
            assertThat(refused).isBetween(100, MORE_THAN_ALLOWED - 50);
            assertThat(last).contains("cannot connect to ws://127.0.0.1:" + server.port(), "Too many open files");
            client.say("x");
            assertThat(client.line()).isEqualTo("closed");
            for (int i = 0; i < 10; i++) {
                client.say("c");
                assertThat(client.line()).isEqualTo("open");
            }
        }
    }
}
