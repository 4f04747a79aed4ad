package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a new user does with a client: wrong arguments are named at once, and a built client stays as it was built. */
class ClientBuilderTest {
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @TestFactory
    Stream<DynamicTest> aNullIsNamed() throws Exception {
        Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo());
        WebSocketClient.Builder builder = WebSocketClient.builder();
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("uri", () -> steps.client.connect(ClientBuilderTest.<URI>nothing(), new Steps.Heard()));
        calls.put("request", () -> steps.client.connect(ClientBuilderTest.<ClientRequest>nothing(), new Steps.Heard()));
        calls.put("listener", () -> steps.client.connect(steps.uri(), nothing()));
        calls.put("grace", () -> steps.client.stop(nothing()));
        calls.put("limits", () -> builder.limits(nothing()));
        calls.put("connectTimeout", () -> builder.connectTimeout(nothing()));
        calls.put("names", () -> builder.subprotocols("a", nothing()));
        calls.put("options", () -> builder.deflate(nothing()));
        calls.put("name", () -> builder.header(nothing(), "x"));
        calls.put("value", () -> builder.header("x", nothing()));
        calls.put("loop", () -> builder.loop(nothing()));
        calls.put("handler", () -> builder.onError(nothing()));
        return calls.entrySet().stream()
                .map(call -> DynamicTest.dynamicTest(
                        call.getKey(),
                        () -> assertThatNullPointerException()
                                .isThrownBy(call.getValue())
                                .withMessage(call.getKey())))
                .onClose(steps::close);
    }

    @Test
    void whatTheBuilderIsToldAfterwardsIsAnotherClients() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            String[] names = {"a"};
            WebSocketClient.Builder builder = WebSocketClient.builder()
                    .loop(steps.clientLoop)
                    .header("X", "1")
                    .subprotocols(names);
            WebSocketClient client = builder.build();
            names[0] = "b";
            builder.header("X", "2")
                    .subprotocols("c")
                    .deflate(DeflateOptions.defaults())
                    .connectTimeout(Duration.ofNanos(1));
            CompletableFuture<WebSocket> connecting = client.connect(steps.uri(), new WebSocketListener() {});
            steps.until(connecting::isDone);
            assertThat(connecting.get().handshake().headers().all("X")).containsExactly("1");
            assertThat(connecting.get().handshake().headers().tokens("Sec-WebSocket-Protocol"))
                    .isSubsetOf("a");
            assertThat(connecting.get().handshake().compressed()).isFalse();
        }
    }

    @Test
    void aBuilderMakesAnyNumberOfClientsEachWithWhatWasSaidBefore() throws Exception {
        List<String> fields = new ArrayList<>();
        try (Steps steps = new Steps(Limits.defaults(), request -> {
            fields.add(String.join(",", request.headers().all("X")));
            return new Steps.Echo();
        })) {
            WebSocketClient.Builder builder =
                    WebSocketClient.builder().loop(steps.clientLoop).header("X", "1");
            WebSocketClient first = builder.build();
            WebSocketClient second = builder.header("X", "2").build();
            for (WebSocketClient client : List.of(first, second, first)) {
                CompletableFuture<WebSocket> connecting = client.connect(steps.uri(), new WebSocketListener() {});
                steps.until(connecting::isDone);
                assertThat(connecting.get().isOpen()).isTrue();
            }
            assertThat(fields).containsExactly("1", "1,2", "1");
            first.stop(Duration.ZERO);
            steps.settle();
            assertThat(first.connections()).isZero();
            assertThat(second.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "sec-websocket-key", "Upgrade"})
    void aFieldOfTheHandshakesOwnIsRefusedWhenTheClientIsBuilt(String name) {
        WebSocketClient.Builder builder = WebSocketClient.builder().header(name, "x");
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("handshake");
    }

    @Test
    void aWrongSubprotocolIsRefusedWhenTheClientIsBuilt() {
        assertThatIllegalArgumentException()
                .isThrownBy(WebSocketClient.builder().subprotocols("a b")::build);
        assertThatIllegalArgumentException()
                .isThrownBy(WebSocketClient.builder().subprotocols("a", "a")::build);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a/",
                "a",
                "ws:a",
                "ws:///x",
                "ws://:80/",
                "ws://a:0/",
                "ws://a:65536/",
                "ws://u:secret@a/",
                "ws://a%20b/",
                "ws://a/#x",
                "ws://straße/",
                "ws://[::1]x/"
            })
    void aUriThatIsNoneIsRefusedAtTheCall(String text) throws Exception {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            return;
        }
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> steps.client.connect(uri, new Steps.Heard()))
                    .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("secret"));
            assertThat(steps.client).hasToString("WebSocketClient[0 connecting, 0 in handshake, 0 open]");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "//a/x,             begins with ws:// or wss://, but it has no scheme",
        "/chat,             begins with ws:// or wss://, but it has no scheme",
        "localhost:8080,    begins with ws:// or wss://, 'not with localhost:'",
        "http://a/,         begins with ws:// or wss://, not with http:",
        "ws://a:65536/,     with a port from 1 to 65535, a:65536",
        "ws://a:0/,         with a port from 1 to 65535, a:0",
        "ws://[::1]:70000/, with a port from 1 to 65535, [::1]:70000",
    })
    void whatIsWrongWithAUriIsNamed(String uri, String expected, String came) throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> steps.client.connect(URI.create(uri), new Steps.Heard()))
                    .withMessageContainingAll(expected, came);
        }
    }

    @Test
    void whateverFailsNamesTheServerAndThePath() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            String path = "ws://127.0.0.1:" + steps.server.port() + "/nowhere";
            URI uri = URI.create(path + "?token=secret");
            CompletableFuture<WebSocket> refused = steps.client.connect(uri, new Steps.Heard());
            steps.until(refused::isDone);
            CompletableFuture<WebSocket> stopped = steps.client.connect(uri, new Steps.Heard());
            steps.client.stop(Duration.ZERO);
            steps.until(stopped::isDone);
            CompletableFuture<WebSocket> late = steps.client.connect(uri, new Steps.Heard());
            for (CompletableFuture<WebSocket> failed : List.of(refused, stopped, late)) {
                assertThat(failed.handle((ws, error) -> String.valueOf(error.getMessage()))
                                .get())
                        .contains(path)
                        .doesNotContain("secret");
            }
        }
    }

    @Test
    void aClientSaysHowItStands() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            CompletableFuture<WebSocket> first = steps.client.connect(steps.uri(), new Steps.Heard());
            assertThat(steps.client).hasToString("WebSocketClient[1 connecting, 0 in handshake, 0 open]");
            steps.until(first::isDone);
            assertThat(steps.client).hasToString("WebSocketClient[0 connecting, 0 in handshake, 1 open]");
            steps.client.stop(Duration.ofSeconds(1));
            assertThat(steps.client).hasToString("WebSocketClient[0 connecting, 0 in handshake, 1 open, stopping]");
            steps.clientLoop.close();
            assertThat(steps.client).hasToString("WebSocketClient[0 connecting, 0 in handshake, 0 open, loop ended]");
        }
    }

    /** A query may hold a token, and failures are logged. */
    @Test
    void aFailureDoesNotTellTheQuery() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            CompletableFuture<WebSocket> failed = steps.client.connect(
                    URI.create("ws://127.0.0.1:" + steps.server.port() + "/x%0d%0ay?token=secret"), new Steps.Heard());
            steps.client.stop(Duration.ZERO);
            steps.until(failed::isDone);
            assertThat(failed.handle((ws, error) -> error.toString()).get())
                    .contains("/x%0d%0ay")
                    .doesNotContain("secret");
        }
    }
}
