package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whoever cancels after TCP is connected and before the server has answered. */
class CancelledConnectTest {
    @Test
    void theConnectionIsClosedAtOnceAndNotAtTheHandshakesDeadline() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            URI uri = URI.create("ws://127.0.0.1:" + silent.getLocalPort() + "/");
            CompletableFuture<WebSocket> connecting = steps.client.connect(uri, new Steps.Heard());
            steps.until(() -> steps.client.connections() == 1);
            connecting.cancel(true);
            steps.settle();
            assertThat(steps.client.connections()).isZero();
            assertThat(steps.clientLoop.registered()).isEmpty();
        }
    }
}
