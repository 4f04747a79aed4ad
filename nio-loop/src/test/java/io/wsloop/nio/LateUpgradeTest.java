package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome;
import io.wsloop.Limits;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hook that decides later: what happens meanwhile is not undone by its answer, and its 101 is not the listener's message. */
class LateUpgradeTest {
    private final CompletableFuture<Upgrade> decision = new CompletableFuture<>();
    private final Steps.Heard heard = new Steps.Heard();
    private final List<String> served = new ArrayList<>();

    private Steps steps(Limits limits, WebSocketListener listener, boolean later) throws Exception {
        Route route = Route.to(request -> listener).limits(limits);
        return new Steps(
                Limits.defaults(),
                request -> new Steps.Echo(),
                builder -> builder.route("/later", later ? route.upgradeAsync(request -> decision) : route));
    }

    @Test
    void aServerThatIsCutOpensNoWebSocketInTheSameTurn() throws Exception {
        WebSocketListener listener = new WebSocketListener() {
            @Override
            public void onOpen(WebSocket ws) {
                served.add("open");
            }

            @Override
            public void onClose(WebSocket ws, CloseOutcome outcome) {
                served.add("close");
            }
        };
        try (Steps steps = steps(Limits.defaults(), listener, true)) {
            URI uri = steps.uri().resolve("/later");
            CompletableFuture<WebSocket> connecting = steps.client.connect(uri, heard);
            steps.until(() -> steps.serverLoop.registered().toString().contains("an answer is awaited"));
            CompletableFuture<Void> stopped = steps.server.stop(Duration.ZERO);
            decision.complete(Upgrade.accept());
            steps.settle();
            assertThat(stopped).isDone();
            assertThat(steps.server.connections()).isZero();
            assertThat(served).isEmpty();
            steps.until(connecting::isDone);
            assertThat(connecting).isCompletedExceptionally();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theHandshakeIsNotHeldAgainstTheListenersCap(boolean later) throws Exception {
        Limits limits = Limits.defaults().withOutgoing(10, 50, 100);
        WebSocketListener listener = new WebSocketListener() {
            @Override
            public void onOpen(WebSocket ws) {
                served.add(ws.sendBinary(new byte[100]).toString());
                served.add(String.valueOf(ws.sendText("one more") == SendResult.CLOSED));
            }
        };
        try (Steps steps = steps(limits, listener, later)) {
            CompletableFuture<WebSocket> connecting =
                    steps.client.connect(steps.uri().resolve("/later"), heard);
            decision.complete(Upgrade.accept());
            steps.until(() -> heard.events.stream().anyMatch(event -> event.startsWith("binary")));
            assertThat(connecting).isCompleted();
            assertThat(served.get(0)).isEqualTo("CONGESTED");
        }
    }
}
