package io.wsloop.nio.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.handshake.Headers;
import io.wsloop.nio.ClientRequest;
import io.wsloop.nio.FaultyKernel;
import io.wsloop.nio.Steps;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What a WebSocket and its handshake tell of their connection: its thread and the peer's address. */
class ConnectionFactsTest {
    private final Steps.Heard heard = new Steps.Heard();
    private final List<WebSocket> served = new ArrayList<>();

    private Steps steps() throws Exception {
        return new Steps(Limits.defaults(), handshake -> new Steps.Heard() {
            @Override
            public void onOpen(WebSocket ws) {
                served.add(ws);
            }
        });
    }

    @Test
    void tasksRunOnTheConnectionsThreadInTheOrderInWhichTheyCame() throws Exception {
        List<String> ran = new ArrayList<>();
        try (Steps steps = steps()) {
            WebSocket ws = steps.connect(heard);
            Thread other = new Thread(() -> {
                ws.executor().execute(() -> ran.add("first " + steps.clientLoop.inLoop()));
                ws.executor().execute(() -> ran.add("second"));
            });
            other.start();
            other.join();
            ws.executor().execute(() -> ran.add("third"));
            assertThat(ran).as("never within execute").isEmpty();
            steps.until(() -> ran.size() == 3);
            assertThat(ran).containsExactly("first true", "second", "third");
        }
    }

    @Test
    void allConnectionsOfAThreadHaveTheSameExecutor() throws Exception {
        try (Steps steps = steps()) {
            WebSocket one = steps.connect(heard);
            WebSocket two = steps.connect(new Steps.Heard());
            steps.until(() -> served.size() == 2);
            assertThat(one.executor()).isSameAs(two.executor()).isSameAs(one.executor());
            assertThat(served.get(0).executor())
                    .isSameAs(served.get(1).executor())
                    .isNotSameAs(one.executor());
        }
    }

    @Test
    void aTaskRunsAfterTheConnectionsEndAndIsRejectedAfterTheThreads() throws Exception {
        List<String> ran = new ArrayList<>();
        Executor executor;
        try (Steps steps = steps()) {
            WebSocket ws = steps.connect(heard);
            executor = ws.executor();
            ws.abort();
            steps.until(() -> !heard.outcomes.isEmpty());
            ws.executor().execute(() -> ran.add("after the end"));
            steps.until(() -> !ran.isEmpty());
        }
        assertThatThrownBy(() -> executor.execute(() -> ran.add("never")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("the loop has ended; no task can run on it");
        assertThat(ran).containsExactly("after the end");
    }

    @Test
    void bothEndsKnowTheAddressOfTheOtherAndKeepItAfterTheEnd() throws Exception {
        try (Steps steps = steps()) {
            WebSocket ws = steps.connect(heard);
            steps.until(() -> served.size() == 1);
            WebSocket server = served.get(0);
            SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), steps.server.port());
            assertThat(ws.remoteAddress()).isEqualTo(address);
            assertThat(ws.handshake().remoteAddress()).isEqualTo(address);
            assertThat(server.remoteAddress())
                    .isSameAs(server.handshake().remoteAddress())
                    .isInstanceOfSatisfying(
                            InetSocketAddress.class,
                            peer -> assertThat(server.peer()).endsWith(":" + peer.getPort()));
            SocketAddress before = server.remoteAddress();
            ws.abort();
            steps.until(() -> steps.server.connections() == 0);
            assertThat(server.remoteAddress()).isSameAs(before);
            assertThat(server.handshake().remoteAddress()).isSameAs(before);
        }
    }

    /** They share a field. */
    @Test
    void attributesDoNotHideTheAddress() throws Exception {
        try (Steps steps = steps()) {
            WebSocket ws = steps.connect(heard);
            SocketAddress before = ws.handshake().remoteAddress();
            ws.handshake().attributes().put("user", "ann");
            assertThat(ws.handshake().remoteAddress()).isSameAs(before);
            assertThat(ws.handshake().attributes()).containsEntry("user", "ann");
        }
    }

    @Test
    void hookAndFactoryKnowTheAddressBeforeTheWebSocketIsOpen() throws Exception {
        List<SocketAddress> known = new ArrayList<>();
        Route route = Route.to(handshake -> {
                    known.add(handshake.remoteAddress());
                    return new Steps.Heard();
                })
                .upgrade(handshake -> {
                    known.add(handshake.remoteAddress());
                    return Upgrade.accept();
                });
        try (Steps steps = new Steps(
                Limits.defaults(),
                handshake -> new Steps.Heard(),
                new FaultyKernel(),
                new FaultyKernel(),
                builder -> builder.route("/facts", route))) {
            var connecting = steps.client.connect(steps.uri().resolve("/facts"), heard);
            steps.until(connecting::isDone);
            assertThat(known).hasSize(2);
            assertThat(known.get(0)).isInstanceOf(InetSocketAddress.class).isSameAs(known.get(1));
        }
    }

    /** The server's hook adds fields to the 101. The listener sees them in its first callback. */
    @Test
    void aClientKnowsTheFieldsOfTheServersAnswerFromOnOpenToTheEnd() throws Exception {
        List<Headers> seen = new ArrayList<>();
        Route route = Route.to(handshake -> new Steps.Heard() {
                    @Override
                    public void onOpen(WebSocket ws) {
                        served.add(ws);
                    }
                })
                .subprotocols("chat")
                .upgrade(handshake -> Upgrade.accept()
                        .header("X-Node", "7")
                        .header("Set-Cookie", "a=secret")
                        .header("Set-Cookie", "b"));
        try (Steps steps = new Steps(
                Limits.defaults(),
                handshake -> new Steps.Heard(),
                null,
                null,
                builder -> builder.route("/facts", route))) {
            Steps.Heard listener = new Steps.Heard() {
                @Override
                public void onOpen(WebSocket ws) {
                    seen.add(ws.handshake().responseHeaders());
                }
            };
            URI uri = steps.uri().resolve("/facts");
            var connecting = steps.client.connect(ClientRequest.to(uri).subprotocols("chat"), listener);
            steps.until(connecting::isDone);
            steps.until(() -> !served.isEmpty());
            WebSocket ws = connecting.get();
            Headers answered = Headers.of(
                    "Sec-WebSocket-Protocol", "chat", "X-Node", "7", "Set-Cookie", "a=secret", "Set-Cookie", "b");
            assertThat(seen).containsExactly(answered);
            ws.abort();
            steps.until(() -> steps.client.connections() == 0);
            assertThat(ws.handshake().responseHeaders()).isEqualTo(answered);
            assertThat(ws.handshake().toString()).doesNotContain("secret").doesNotContain("X-Node");
            assertThat(served.get(0).handshake().responseHeaders()).isSameAs(Headers.EMPTY);
        }
    }
}
