package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.handshake.HandshakeException;
import io.wsloop.nio.internal.opening.ServerRefusal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a client meets before a WebSocket is open. Against credentials sent to a stranger: the client follows no
 * redirect.
 */
class WebSocketClientTest {
    private static final Limits LIMITS = Limits.defaults();
    private static final Duration NANO = Duration.ofNanos(1);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** Another address of this machine. */
    private static final InetAddress SECOND = address(127, 0, 0, 2);

    /** The default of {@link WebSocketClient.Builder#connectTimeout}. */
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Steps.Heard heard = new Steps.Heard();

    private static InetAddress address(int... parts) {
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) parts[i];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Steps steps() throws Exception {
        return new Steps(LIMITS, request -> new Steps.Echo());
    }

    /** Connects and answers as told; returns what became of it. */
    private CompletableFuture<WebSocket> answered(Steps steps, RawServer server, String answer) throws Exception {
        CompletableFuture<WebSocket> connecting = steps.client.connect(server.uri(), heard);
        steps.until(() -> steps.client.connections() == 1);
        steps.settle();
        server.accept();
        server.answer(answer);
        return connecting;
    }

    private static void assertGone(Steps steps) throws Exception {
        steps.settle();
        assertThat(steps.client.connections()).isZero();
        assertThat(steps.clientLoop.registered()).isEmpty();
        assertThat(steps.clientLoop.timers()).isZero();
    }

    @Test
    void aNameIsLookedUpAndOneOfItsAddressesAnswers() throws Exception {
        try (WebSocketServer server = WebSocketServer.builder()
                        .loops(1)
                        .route("/", request -> new Steps.Echo())
                        .start();
                WebSocketClient client = WebSocketClient.builder().build()) {
            WebSocket ws = client.connect(URI.create("ws://localhost:" + server.port() + "/"), heard)
                    .get(20, TimeUnit.SECONDS);
            assertThat(ws.isOpen()).isTrue();
            assertThat(ws.handshake().headers().first("Host")).isEqualTo("localhost:" + server.port());
        }
    }

    @Test
    void aNameWithoutAnAddressIsNamedInTheFailure() throws Exception {
        // Longer than a label of a domain name may be (RFC 1035 §2.3.4), so that no server is asked for it.
        String name = "a".repeat(64) + ".invalid";
        try (Steps steps = steps()) {
            CompletableFuture<WebSocket> connecting = steps.client.connect(URI.create("ws://" + name + "/"), heard);
            steps.until(connecting::isDone);
            assertThatThrownBy(connecting::get)
                    .cause()
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessage("no address is known for host " + name);
            assertGone(steps);
        }
    }

    @Test
    void anAddressThatRefusesIsFollowedByTheNext() throws Exception {
        try (Steps steps = steps();
                RawServer server = new RawServer(SECOND, 0);
                WebSocketClient client = resolving(steps, LOOPBACK, SECOND)) {
            CompletableFuture<WebSocket> result = client.connect(named(server.port()), heard);
            steps.until(() -> client.connections() == 1);
            assertThat(result).isNotDone();
        }
    }

    @Test
    void theLastRefusalIsToldWithTheOthers() throws Exception {
        int nobody;
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            nobody = taken.getLocalPort();
        }
        try (Steps steps = steps();
                WebSocketClient client = resolving(steps, LOOPBACK, SECOND)) {
            CompletableFuture<WebSocket> neither = client.connect(named(nobody), heard);
            steps.until(neither::isDone);
            assertThatThrownBy(neither::get)
                    .cause()
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("ws://both_addresses:" + nobody + "/")
                    .cause()
                    .satisfies(last -> assertThat(last.getSuppressed()).hasSize(1));
            assertGone(steps);
        }
    }

    @Test
    void anAddressThatIsSilentLeavesTheNextItsShareOfTheTime() throws Exception {
        try (Steps steps = steps();
                SilentServer silent = new SilentServer();
                RawServer server = new RawServer(SECOND, silent.port());
                WebSocketClient client = resolving(steps, LOOPBACK, SECOND)) {
            CompletableFuture<WebSocket> result = client.connect(named(server.port()), heard);
            steps.until(() -> steps.clientLoop.registered().toString().contains("connecting to"));
            steps.settle();
            steps.pass(CONNECT.dividedBy(2).minus(NANO));
            assertThat(client.connections()).isZero();
            steps.pass(NANO);
            steps.until(() -> client.connections() == 1);
            assertThat(result).isNotDone();
        }
    }

    private static URI named(int port) {
        return URI.create("ws://both_addresses:" + port + "/");
    }

    private static WebSocketClient resolving(Steps steps, InetAddress... addresses) throws IOException {
        return WebSocketClient.builder()
                .loop(steps.clientLoop)
                .onError(steps.errorHandler)
                .resolver(host -> addresses)
                .build();
    }

    @Test
    void anAddressThatNeverAnswersIsGivenUpAtTheConnectTimeoutAndNotBefore() throws Exception {
        try (Steps steps = steps();
                SilentServer silent = new SilentServer()) {
            URI uri = URI.create("ws://127.0.0.1:" + silent.port() + "/");
            CompletableFuture<WebSocket> connecting = steps.client.connect(uri, heard);
            steps.settle();
            steps.pass(CONNECT.minus(NANO));
            assertThat(connecting).isNotDone();
            steps.pass(NANO);
            assertThat(connecting).isDone();
            assertThatThrownBy(connecting::get)
                    .cause()
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContainingAll(uri.toString(), "10000 ms");
            assertGone(steps);
        }
    }

    @Test
    void aRefusalTellsStatusFieldsAndTheBodysFirstBytes() throws Exception {
        try (Steps steps = steps();
                RawServer server = new RawServer()) {
            String body = "x".repeat(ServerRefusal.MOST) + "y";
            CompletableFuture<WebSocket> refused = answered(
                    steps,
                    server,
                    "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body);
            steps.until(refused::isDone);
            assertRefused(refused, 429, "Retry-After", "7", "x".repeat(ServerRefusal.MOST));
            assertGone(steps);
            assertThat(heard.events).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,  ''", "3,  why", "10, why", "-1, why",
    })
    void aRefusalIsToldWithWhatCameOfItsBody(int length, String body) throws Exception {
        try (Steps steps = steps();
                RawServer server = new RawServer()) {
            String field = length < 0 ? "X: y" : "Content-Length: " + length;
            CompletableFuture<WebSocket> refused =
                    answered(steps, server, "HTTP/1.1 403 Forbidden\r\n" + field + "\r\n\r\n" + body);
            if (length == body.length()) {
                steps.until(refused::isDone);
            } else {
                steps.settle();
                assertThat(refused).as("the rest of the body is awaited").isNotDone();
                server.accepted.shutdownOutput();
                steps.until(refused::isDone);
            }
            String[] name = field.split(": ");
            assertRefused(refused, 403, name[0], name[1], body);
            assertGone(steps);
        }
    }

    @Test
    void aBodyThatNeverEndsIsWaitedForUntilTheHandshakesDeadline() throws Exception {
        try (Steps steps = steps();
                RawServer server = new RawServer()) {
            CompletableFuture<WebSocket> refused =
                    answered(steps, server, "HTTP/1.1 500 Oh\r\nContent-Length: 10\r\n\r\nhalf");
            steps.settle();
            steps.pass(LIMITS.handshakeTimeout().minus(NANO));
            assertThat(refused).isNotDone();
            steps.pass(NANO);
            assertRefused(refused, 500, "Content-Length", "10", "half");
            assertGone(steps);
        }
    }

    @Test
    void anAnswerThatDripsIsGivenUpAtTheHandshakesDeadline() throws Exception {
        try (Steps steps = steps();
                RawServer server = new RawServer()) {
            CompletableFuture<WebSocket> connecting = answered(steps, server, "HTTP/1.1 101 Switching");
            steps.settle();
            steps.pass(LIMITS.handshakeTimeout().minus(NANO));
            server.answer(" Protocols\r\n");
            steps.settle();
            assertThat(connecting).isNotDone();
            steps.pass(NANO);
            assertThat(connecting).isDone();
            assertThatThrownBy(connecting::get)
                    .cause()
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("10000 ms");
            assertGone(steps);
        }
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "303", "307", "308"})
    void aRedirectIsARefusalAndNobodyElseIsAsked(int status) throws Exception {
        try (Steps steps = steps();
                RawServer server = new RawServer();
                ServerSocketChannel other = ServerSocketChannel.open();
                WebSocketClient client = WebSocketClient.builder()
                        .loop(steps.clientLoop)
                        .header("Authorization", "Bearer secret")
                        .header("Cookie", "session=secret")
                        .build()) {
            other.bind(new InetSocketAddress(LOOPBACK, 0)).configureBlocking(false);
            String elsewhere = "ws://127.0.0.1:" + other.socket().getLocalPort() + "/";
            CompletableFuture<WebSocket> connecting = client.connect(server.uri(), heard);
            steps.until(() -> client.connections() == 1);
            steps.settle();
            assertThat(server.accept()).contains("\r\nAuthorization: Bearer secret\r\n");
            server.answer(
                    "HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + elsewhere + "\r\nContent-Length: 0\r\n\r\n");
            steps.until(connecting::isDone);
            assertRefused(connecting, status, "Location", elsewhere, "");
            assertGone(steps);
            assertThat(other.accept())
                    .as("a connection to where the redirect leads")
                    .isNull();
        }
    }

    /** The server keeps the connection: what is told is told by the body's own end, while no time passes at all. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Transfer-Encoding: chunked|6\\r\\ndenied\\r\\n0\\r\\n\\r\\n|denied",
                "Transfer-Encoding: chunked|3\\r\\nden\\r\\n3;x\\r\\nied\\r\\n0\\r\\nA: b\\r\\n\\r\\n|denied",
                "Transfer-Encoding: chunked|6\\r\\ndeniedBROKEN|denied",
                "Transfer-Encoding: chunked|0\\r\\n\\r\\n|''",
                "Content-Length: 6|denied|denied",
                "Content-Length: 6, 6|denied|denied",
                "Content-Length: 0||''",
                "Content-Length: -5|denied|denied",
                "Content-Length: x|denied|denied",
                "Content-Length: 6, 7|denied|denied",
            })
    void aRefusalOnAKeptConnectionIsToldAsSoonAsItsBodyIsWhole(String field, String wire, String body)
            throws Exception {
        try (Steps steps = steps();
                RawServer server = new RawServer()) {
            String sent = wire == null ? "" : wire.replace("\\r\\n", "\r\n");
            CompletableFuture<WebSocket> refused =
                    answered(steps, server, "HTTP/1.1 401 Unauthorized\r\n" + field + "\r\n\r\n" + sent);
            steps.until(refused::isDone);
            String[] name = field.split(": ", 2);
            assertRefused(refused, 401, name[0], name[1], body);
            assertThatThrownBy(refused::get)
                    .cause()
                    .hasMessageContaining("401 Unauthorized")
                    .hasMessageContaining(body);
            assertGone(steps);
        }
    }

    /** What ends the wait for the rest of a body. */
    enum End {
        DEADLINE,
        END_OF_STREAM,
        RESET,
        STOP,
        END_OF_LOOP
    }

    @ParameterizedTest
    @EnumSource
    void whateverEndsTheWaitForABodyTheRefusalIsTold(End end) throws Exception {
        try (Steps steps = steps();
                RawServer server = new RawServer()) {
            CompletableFuture<WebSocket> refused = answered(
                    steps, server, "HTTP/1.1 401 Unauthorized\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndenied");
            steps.until(() -> steps.clientLoop.registered().toString().contains("refused: "));
            assertThat(refused).isNotDone();
            switch (end) {
                case DEADLINE -> steps.pass(LIMITS.handshakeTimeout());
                case END_OF_STREAM -> server.accepted.shutdownOutput();
                case RESET -> {
                    server.accepted.setSoLinger(true, 0);
                    server.accepted.close();
                }
                case STOP -> steps.client.stop(Duration.ZERO);
                case END_OF_LOOP -> steps.clientLoop.close();
            }
            if (end != End.END_OF_LOOP) {
                steps.until(refused::isDone);
            }
            assertRefused(refused, 401, "Transfer-Encoding", "chunked", "denied");
        }
    }

    /** The application's own fault, an Error too, and still the future completes. */
    @Test
    void aListenerThatBreaksWhileTheWebSocketIsOpenedLeavesNoFutureOpen() throws Exception {
        try (Steps steps = steps()) {
            CompletableFuture<WebSocket> connecting = steps.client.connect(steps.uri(), new Steps.Heard() {
                @Override
                public Delivery delivery() {
                    throw new StackOverflowError("of a listener");
                }

                @Override
                public void onOpen(WebSocket ws) {
                    throw new NoClassDefFoundError("of a listener");
                }
            });
            steps.until(connecting::isDone);
            steps.until(() -> steps.client.connections() == 0);
            assertThat(steps.errors).hasSize(2);
        }
    }

    private static void assertRefused(
            CompletableFuture<WebSocket> refused, int status, String field, String value, String body) {
        assertThat(refused).isCompletedExceptionally();
        assertThatThrownBy(refused::get).cause().isInstanceOfSatisfying(HandshakeException.class, e -> {
            assertThat(e.status()).isEqualTo(status);
            assertThat(e.headers().first(field)).isEqualTo(value);
            assertThat(new String(e.body(), StandardCharsets.ISO_8859_1)).isEqualTo(body);
        });
    }
}
