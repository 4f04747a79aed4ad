package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.handshake.Headers;
import io.wsloop.server.Route;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is chosen for one connect: it holds for that connection, and the client's choices hold for all others. */
class ClientRequestTest {
    private static final Duration NANO = Duration.ofNanos(1);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final ClientRequest REQUEST = ClientRequest.to(URI.create("ws://localhost:8080/a?token=secret"));

    private final List<Headers> asked = new ArrayList<>();

    /** A server that compresses, speaks two subprotocols, and greets with 100 bytes. */
    private Steps steps() throws Exception {
        Route route = Route.to(handshake -> {
                    asked.add(handshake.headers());
                    return new WebSocketListener() {
                        @Override
                        public void onOpen(WebSocket ws) {
                            ws.sendText("x".repeat(100));
                        }
                    };
                })
                .subprotocols("chat", "news");
        return new Steps(
                Limits.defaults(),
                handshake -> new Steps.Echo(),
                null,
                null,
                builder -> builder.deflate(DeflateOptions.defaults()).route("/all", route));
    }

    private static ClientRequest all(Steps steps) {
        return ClientRequest.to(steps.uri().resolve("/all"));
    }

    private static WebSocketClient client(Steps steps, UnaryOperator<WebSocketClient.Builder> choices)
            throws Exception {
        return choices.apply(WebSocketClient.builder().loop(steps.clientLoop)).build();
    }

    private static WebSocket open(Steps steps, WebSocketClient client, ClientRequest request) throws Exception {
        return open(steps, client, request, new Steps.Heard());
    }

    private static WebSocket open(Steps steps, WebSocketClient client, ClientRequest request, Steps.Heard heard)
            throws Exception {
        CompletableFuture<WebSocket> connecting = client.connect(request, heard);
        steps.until(connecting::isDone);
        return connecting.get();
    }

    @Test
    void aFieldReplacesTheClientsFieldsOfItsNameForThisConnectAlone() throws Exception {
        try (Steps steps = steps();
                WebSocketClient client = client(
                        steps,
                        builder -> builder.header("Authorization", "Bearer old")
                                .header("X-Trace", "a")
                                .header("X-Trace", "b")
                                .header("Accept-Language", "en"))) {
            ClientRequest request = all(steps)
                    .header("authorization", "Bearer new")
                    .header("x-trace", "c")
                    .header("X-Trace", "d")
                    .header("X-More", "e");
            open(steps, client, request);
            open(steps, client, all(steps));
            assertThat(asked.get(0).all("Authorization")).containsExactly("Bearer new");
            assertThat(asked.get(0).all("X-Trace")).containsExactly("c", "d");
            assertThat(asked.get(0).all("X-More")).containsExactly("e");
            assertThat(asked.get(0).all("Accept-Language")).containsExactly("en");
            assertThat(asked.get(1).all("Authorization")).containsExactly("Bearer old");
            assertThat(asked.get(1).all("X-Trace")).containsExactly("a", "b");
            assertThat(asked.get(1).contains("X-More")).isFalse();
        }
    }

    @Test
    void theRequestOnTheWireHasEachChosenFieldOnce() throws Exception {
        try (Steps steps = steps();
                RawServer server = new RawServer();
                WebSocketClient client = client(steps, builder -> builder.header("Authorization", "Bearer old"))) {
            ClientRequest request = ClientRequest.to(server.uri())
                    .header("Authorization", "Bearer new")
                    .subprotocols("chat", "news")
                    .deflate(DeflateOptions.defaults().withClientMaxWindowBits(10));
            client.connect(request, new Steps.Heard());
            steps.until(() -> client.connections() == 1);
            steps.settle();
            assertThat(server.accept())
                    .startsWith("GET /path HTTP/1.1\r\n")
                    .containsOnlyOnce("\r\nAuthorization: Bearer new\r\n")
                    .containsOnlyOnce("\r\nSec-WebSocket-Protocol: chat, news\r\n")
                    .containsOnlyOnce("client_max_window_bits=10")
                    .doesNotContain("old");
        }
    }

    @Test
    void subprotocolsReplaceTheClientsAndWithoutANameNoneIsOffered() throws Exception {
        try (Steps steps = steps();
                WebSocketClient client = client(steps, builder -> builder.subprotocols("chat"))) {
            assertThat(open(steps, client, all(steps)).subprotocol()).isEqualTo("chat");
            assertThat(open(steps, client, all(steps).subprotocols("other", "news"))
                            .subprotocol())
                    .isEqualTo("news");
            assertThat(open(steps, client, all(steps).subprotocols()).subprotocol())
                    .isNull();
            assertThat(asked.get(1).first("Sec-WebSocket-Protocol")).isEqualTo("other, news");
            assertThat(asked.get(2).contains("Sec-WebSocket-Protocol")).isFalse();
        }
    }

    @Test
    void compressionIsOfferedAsTheRequestSaysOrElseAsTheClientDoes() throws Exception {
        DeflateOptions narrow = DeflateOptions.defaults().withServerMaxWindowBits(9);
        try (Steps steps = steps();
                WebSocketClient plain = client(steps, builder -> builder);
                WebSocketClient compressing = client(steps, builder -> builder.deflate(DeflateOptions.defaults()))) {
            ClientRequest request = all(steps);
            assertThat(isCompressed(steps, plain, request)).isFalse();
            assertThat(isCompressed(steps, plain, request.deflate(narrow))).isTrue();
            assertThat(isCompressed(steps, compressing, request)).isTrue();
            assertThat(isCompressed(steps, compressing, request.withoutDeflate()))
                    .isFalse();
            assertThat(isCompressed(steps, plain, request.withoutDeflate().deflate(narrow)))
                    .isTrue();
            assertThat(isCompressed(steps, compressing, request.deflate(narrow).withoutDeflate()))
                    .isFalse();
            assertThat(asked.get(1).first("Sec-WebSocket-Extensions")).contains("server_max_window_bits=9");
            assertThat(asked.get(2).first("Sec-WebSocket-Extensions")).doesNotContain("server_max_window_bits=9");
            assertThat(asked.get(3).contains("Sec-WebSocket-Extensions")).isFalse();
        }
    }

    private static boolean isCompressed(Steps steps, WebSocketClient client, ClientRequest request) throws Exception {
        Steps.Heard heard = new Steps.Heard();
        WebSocket ws = open(steps, client, request, heard);
        steps.until(() -> heard.events.contains("text " + "x".repeat(100)));
        return ws.handshake().compressed();
    }

    @Test
    void limitsBoundTheConnectionThatTheyWereChosenFor() throws Exception {
        Steps.Heard small = new Steps.Heard();
        Steps.Heard usual = new Steps.Heard();
        try (Steps steps = steps()) {
            ClientRequest request = all(steps);
            open(steps, steps.client, request.limits(Limits.defaults().withMaxMessageBytes(99)), small);
            open(steps, steps.client, request, usual);
            steps.until(() -> !small.outcomes.isEmpty() && usual.events.size() == 2);
            assertThat(small.events).containsExactly("open", "close 1006 VIOLATION");
            assertThat(usual.events).containsExactly("open", "text " + "x".repeat(100));
        }
    }

    @Test
    void anAnswerIsWaitedForAsLongAsTheRequestsLimitsSay() throws Exception {
        try (Steps steps = steps();
                RawServer server = new RawServer()) {
            ClientRequest request = ClientRequest.to(server.uri().resolve("/path?token=secret"))
                    .limits(Limits.defaults().withHandshakeTimeout(SHORT));
            CompletableFuture<WebSocket> connecting = steps.client.connect(request, new Steps.Heard());
            steps.until(() -> steps.client.connections() == 1);
            steps.settle();
            steps.pass(SHORT.minus(NANO));
            assertThat(connecting).isNotDone();
            steps.pass(NANO);
            assertLate(connecting, server.uri().toString());
        }
    }

    @Test
    void anAddressIsTriedAsLongAsTheRequestSays() throws Exception {
        try (Steps steps = steps();
                SilentServer silent = new SilentServer()) {
            String uri = "ws://127.0.0.1:" + silent.port() + "/path";
            ClientRequest request =
                    ClientRequest.to(URI.create(uri + "?token=secret")).connectTimeout(SHORT);
            CompletableFuture<WebSocket> connecting = steps.client.connect(request, new Steps.Heard());
            steps.settle();
            steps.pass(SHORT.minus(NANO));
            assertThat(connecting).isNotDone();
            steps.pass(NANO);
            assertLate(connecting, uri);
        }
    }

    private static void assertLate(CompletableFuture<WebSocket> connecting, String uri) {
        assertThat(connecting).isDone();
        assertThatThrownBy(connecting::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageContainingAll(uri, "1000 ms")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aRequestServesAnyNumberOfConnectsEachWithANonceOfItsOwn() throws Exception {
        try (Steps steps = steps();
                RawServer server = new RawServer()) {
            ClientRequest request = ClientRequest.to(server.uri()).header("X", "1");
            List<String> keys = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                int connections = i;
                steps.client.connect(request, new Steps.Heard());
                steps.until(() -> steps.client.connections() == connections);
                steps.settle();
                String head = server.accept();
                assertThat(head).contains("\r\nX: 1\r\n");
                keys.add(head.replaceFirst("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1"));
            }
            assertThat(keys).doesNotHaveDuplicates().allMatch(key -> key.length() == 24);
        }
    }

    @Test
    void aChoiceLeavesTheRequestThatItWasMadeFromAsItIs() {
        String[] names = {"a"};
        ClientRequest named = REQUEST.subprotocols(names);
        names[0] = "b";
        named.header("X", "1")
                .withoutDeflate()
                .limits(Limits.defaults())
                .connectTimeout(SHORT)
                .subprotocols("c");
        assertThat(named).hasToString("ClientRequest[ws://localhost:8080/a, subprotocols [a]]");
        assertThat(REQUEST).hasToString("ClientRequest[ws://localhost:8080/a]");
        assertThat(REQUEST.uri()).isEqualTo(URI.create("ws://localhost:8080/a?token=secret"));
    }

    @Test
    void theTextNamesEveryChoiceAndNoSecret() {
        assertThat(REQUEST.header("Authorization", "Bearer secret")
                        .header("X-Api-Key", "secret")
                        .subprotocols("chat", "news")
                        .deflate(DeflateOptions.defaults())
                        .limits(Limits.defaults())
                        .connectTimeout(SHORT))
                .hasToString("ClientRequest[ws://localhost:8080/a, header Authorization, header X-Api-Key,"
                        + " subprotocols [chat, news], deflate, limits, connectTimeout PT1S]");
        assertThat(REQUEST.deflate(DeflateOptions.defaults()).withoutDeflate())
                .hasToString("ClientRequest[ws://localhost:8080/a, without deflate]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "sec-websocket-key", "Upgrade", "SEC-WEBSOCKET-PROTOCOL", "Content-Length"})
    void aFieldOfTheHandshakesOwnIsRefusedByNameAtTheChoice(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> REQUEST.header(name, "x"))
                .satisfies(e -> assertThat(e.getMessage()).containsIgnoringCase(name + " belongs to the handshake"));
    }

    @Test
    void aValueThatLeavesItsLineIsRefusedAtTheChoiceAndNotTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> REQUEST.header("Authorization", "Bearer secret\r\nX: 1"))
                .satisfies(e ->
                        assertThat(e.getMessage()).contains("Authorization").doesNotContain("secret"));
        assertThatIllegalArgumentException().isThrownBy(() -> REQUEST.header("a b", "x"));
    }

    @Test
    void aWrongSubprotocolIsRefusedAtTheChoice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> REQUEST.subprotocols("a b"))
                .withMessageContaining("a b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> REQUEST.subprotocols("a", "a"))
                .withMessageContaining("twice");
    }

    @Test
    void aUriThatCannotBeConnectedToIsRefusedWhenTheRequestIsMade() {
        for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                () -> ClientRequest.to(URI.create("http://u:secret@a/?secret")),
                () -> ClientRequest.to(URI.create("ws://u:secret@a/?secret")),
                () -> ClientRequest.to(URI.create("wss://a/?secret")),
                () -> ClientRequest.to(URI.create("/chat")))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(wrong)
                    .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("secret"));
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void aNullIsNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> ClientRequest.to(null))
                .withMessage("uri");
        assertThatNullPointerException()
                .isThrownBy(() -> REQUEST.subprotocols("a", null))
                .withMessage("names");
        assertThatNullPointerException()
                .isThrownBy(() -> REQUEST.connectTimeout(null))
                .withMessage("connectTimeout");
    }
}
