package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.handshake.Headers;
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
    private final Bench.Heard heard = new Bench.Heard();
    private final List<WebSocket> served = new ArrayList<>();

    private Bench bench() throws Exception {
        return new Bench(Limits.defaults(), handshake -> new Bench.Heard() {
            @Override
            public void onOpen(WebSocket ws) {
                served.add(ws);
            }
        });
    }

    @Test
    void tasksRunOnTheConnectionsThreadInTheOrderInWhichTheyCame() throws Exception {
        List<String> ran = new ArrayList<>();
        try (Bench bench = bench()) {
            WebSocket ws = bench.connect(heard);
            Thread other = new Thread(() -> {
                ws.executor().execute(() -> ran.add("first " + bench.clientLoop.inLoop()));
                ws.executor().execute(() -> ran.add("second"));
            });
            other.start();
            other.join();
            ws.executor().execute(() -> ran.add("third"));
            assertThat(ran).as("never within execute").isEmpty();
            bench.until(() -> ran.size() == 3);
            assertThat(ran).containsExactly("first true", "second", "third");
        }
    }

    @Test
    void allConnectionsOfAThreadHaveTheSameExecutor() throws Exception {
        try (Bench bench = bench()) {
            WebSocket one = bench.connect(heard);
            WebSocket two = bench.connect(new Bench.Heard());
            bench.until(() -> served.size() == 2);
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
        try (Bench bench = bench()) {
            WebSocket ws = bench.connect(heard);
            executor = ws.executor();
            ws.abort();
            bench.until(() -> !heard.outcomes.isEmpty());
            ws.executor().execute(() -> ran.add("after the end"));
            bench.until(() -> !ran.isEmpty());
        }
        assertThatThrownBy(() -> executor.execute(() -> ran.add("never")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("the loop has ended; no task can run on it");
        assertThat(ran).containsExactly("after the end");
    }

    @Test
    void bothEndsKnowTheAddressOfTheOtherAndKeepItAfterTheEnd() throws Exception {
        try (Bench bench = bench()) {
            WebSocket ws = bench.connect(heard);
            bench.until(() -> served.size() == 1);
            WebSocket server = served.get(0);
            SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), bench.server.port());
            assertThat(ws.remoteAddress()).isEqualTo(address);
            assertThat(ws.handshake().remoteAddress()).isEqualTo(address);
            assertThat(server.remoteAddress())
                    .isSameAs(server.handshake().remoteAddress())
                    .isInstanceOfSatisfying(
                            InetSocketAddress.class,
                            peer -> assertThat(server.peer()).endsWith(":" + peer.getPort()));
            SocketAddress before = server.remoteAddress();
            ws.abort();
            bench.until(() -> bench.server.connections() == 0);
            assertThat(server.remoteAddress()).isSameAs(before);
            assertThat(server.handshake().remoteAddress()).isSameAs(before);
        }
    }

    /** They share a field. */
    @Test
    void attributesDoNotHideTheAddress() throws Exception {
        try (Bench bench = bench()) {
            WebSocket ws = bench.connect(heard);
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
                    return new Bench.Heard();
                })
                .upgrade(handshake -> {
                    known.add(handshake.remoteAddress());
                    return Upgrade.accept();
                });
        try (Bench bench = new Bench(
                Limits.defaults(),
                handshake -> new Bench.Heard(),
                new FaultyKernel(),
                new FaultyKernel(),
                builder -> builder.route("/facts", route))) {
            var connecting = bench.client.connect(bench.uri().resolve("/facts"), heard);
            bench.until(connecting::isDone);
            assertThat(known).hasSize(2);
            assertThat(known.get(0)).isInstanceOf(InetSocketAddress.class).isSameAs(known.get(1));
        }
    }

    /** The server's hook adds fields to the 101. The listener sees them in its first callback. */
    @Test
    void aClientKnowsTheFieldsOfTheServersAnswerFromOnOpenToTheEnd() throws Exception {
        List<Headers> seen = new ArrayList<>();
        Route route = Route.to(handshake -> new Bench.Heard() {
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
        try (Bench bench = new Bench(
                Limits.defaults(),
                handshake -> new Bench.Heard(),
                null,
                null,
                builder -> builder.route("/facts", route))) {
            Bench.Heard listener = new Bench.Heard() {
                @Override
                public void onOpen(WebSocket ws) {
                    seen.add(ws.handshake().responseHeaders());
                }
            };
            URI uri = bench.uri().resolve("/facts");
            var connecting = bench.client.connect(ClientRequest.to(uri).subprotocols("chat"), listener);
            bench.until(connecting::isDone);
            bench.until(() -> !served.isEmpty());
            WebSocket ws = connecting.get();
            Headers answered = Headers.of(
                    "Sec-WebSocket-Protocol", "chat", "X-Node", "7", "Set-Cookie", "a=secret", "Set-Cookie", "b");
            assertThat(seen).containsExactly(answered);
            ws.abort();
            bench.until(() -> bench.client.connections() == 0);
            assertThat(ws.handshake().responseHeaders()).isEqualTo(answered);
            assertThat(ws.handshake().toString()).doesNotContain("secret").doesNotContain("X-Node");
            assertThat(served.get(0).handshake().responseHeaders()).isSameAs(Headers.EMPTY);
        }
    }
}
