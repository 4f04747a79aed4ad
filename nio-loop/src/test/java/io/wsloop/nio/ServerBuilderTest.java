package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.wsloop.Limits;
import io.wsloop.ListenerFactory;
import io.wsloop.OverflowPolicy;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.loop.EventLoop;
import io.wsloop.nio.internal.http.Talk;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.server.HttpHandler;
import io.wsloop.server.HttpResponse;
import io.wsloop.server.OriginPolicy;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server's builder takes, what it refuses at once, and that a running server has its own copy. */
class ServerBuilderTest {
    @TempDir
    private Path web;

    private static final HttpHandler HELLO = request -> HttpResponse.text(200, "hello");

    private static int status(WebSocketServer server, String request) throws IOException {
        try (RawPeer peer = new RawPeer(server.port())) {
            peer.send(request.getBytes(StandardCharsets.ISO_8859_1));
            return peer.readStatus();
        }
    }

    private static int get(WebSocketServer server, String path) throws IOException {
        return status(server, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    @Test
    void changingABuilderChangesNothingInItsRunningServer() throws IOException {
        Files.writeString(web.resolve("a.txt"), "a");
        WebSocketServer.Builder builder =
                WebSocketServer.builder().loops(1).get("/before", HELLO).onError((where, error) -> {});
        try (WebSocketServer first = builder.start()) {
            builder.get("/after", HELLO)
                    .get("/before/{more}", HELLO)
                    .post("/before", HELLO)
                    .route("/echo", handshake -> new WebSocketListener() {})
                    .files("/files", web)
                    .limits(Limits.defaults().withMaxBodyBytes(1))
                    .origins(OriginPolicy.any())
                    .deflate(DeflateOptions.defaults())
                    .hosts("app.example");
            try (WebSocketServer second = builder.start()) {
                assertThat(get(first, "/before")).isEqualTo(200);
                assertThat(get(first, "/after")).isEqualTo(404);
                assertThat(get(first, "/before/x")).isEqualTo(404);
                assertThat(get(first, "/files/a.txt")).isEqualTo(404);
                assertThat(status(first, "POST /before HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nab"))
                        .isEqualTo(405);
                assertThat(status(first, RawPeer.GOOD_UPGRADE)).isEqualTo(404);
                assertThat(status(first, "GET /before HTTP/1.1\r\nHost: app.example\r\n\r\n"))
                        .isEqualTo(421);

                assertThat(get(second, "/after")).isEqualTo(200);
                assertThat(get(second, "/before/x")).isEqualTo(200);
                assertThat(get(second, "/files/a.txt")).isEqualTo(200);
                assertThat(status(second, RawPeer.GOOD_UPGRADE)).isEqualTo(101);
                assertThat(status(second, "POST /before HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nab"))
                        .isEqualTo(413);
            }
        }
    }

    /** What a builder is told, and what its complaint names. */
    record Wrong(String expected, Consumer<WebSocketServer.Builder> call) {
        @Override
        public String toString() {
            return expected;
        }
    }

    static List<Wrong> nulls() {
        return List.of(
                new Wrong("host", builder -> builder.host(null)),
                new Wrong("names", builder -> builder.hosts((String[]) null)),
                new Wrong("names", builder -> builder.hosts((String) null)),
                new Wrong("options", builder -> builder.loopOptions(null)),
                new Wrong("limits", builder -> builder.limits(null)),
                new Wrong("options", builder -> builder.deflate(null)),
                new Wrong("origins", builder -> builder.origins(null)),
                new Wrong("path", builder -> builder.route(null, handshake -> new WebSocketListener() {})),
                new Wrong("listeners", builder -> builder.route("/", (ListenerFactory) null)),
                new Wrong("route", builder -> builder.route("/", (Route) null)),
                new Wrong("path", builder -> builder.get(null, HELLO)),
                new Wrong("handler", builder -> builder.get("/", null)),
                new Wrong("handler", builder -> builder.postAsync("/", null)),
                new Wrong("prefix", builder -> builder.files(null, Path.of("."))),
                new Wrong("folder", builder -> builder.files("/", null)),
                new Wrong("loader", builder -> builder.resources("/", null, "web")),
                new Wrong("folder", builder -> builder.resources("/", ClassLoader.getSystemClassLoader(), null)),
                new Wrong("handler", builder -> builder.onError(null)),
                new Wrong("executor", builder -> builder.offload(null)),
                new Wrong("handler", builder -> builder.getAsync("/", null)),
                new Wrong("path", builder -> builder.postAsync(null, request -> null)),
                new Wrong(
                        "limits",
                        builder -> Route.to(handshake -> new WebSocketListener() {})
                                .limits(null)),
                new Wrong(
                        "options",
                        builder -> Route.to(handshake -> new WebSocketListener() {})
                                .deflate(null)),
                new Wrong(
                        "origins",
                        builder -> Route.to(handshake -> new WebSocketListener() {})
                                .origins(null)),
                new Wrong(
                        "policy",
                        builder -> Route.to(handshake -> new WebSocketListener() {})
                                .overflow(null)),
                new Wrong(
                        "hook",
                        builder -> Route.to(handshake -> new WebSocketListener() {})
                                .upgrade(null)),
                new Wrong(
                        "names",
                        builder -> Route.to(handshake -> new WebSocketListener() {})
                                .subprotocols("chat", null)),
                new Wrong("message", builder -> Upgrade.refuse(403, null)),
                new Wrong("headers", builder -> Upgrade.refuse(403, "no", null)),
                new Wrong("text", builder -> HttpResponse.text(200, null)),
                new Wrong("contentType", builder -> HttpResponse.of(null, new byte[0])),
                new Wrong("body", builder -> HttpResponse.of("text/plain", null)),
                new Wrong("name", builder -> HttpResponse.empty(200).header(null, "x")),
                new Wrong("value", builder -> HttpResponse.empty(200).header("x", null)),
                new Wrong("attribute", builder -> Upgrade.accept().with(null, "x")),
                new Wrong(
                        "the value of the attribute x",
                        builder -> Upgrade.accept().with("x", null)),
                new Wrong("name", builder -> Upgrade.accept().header(null, "x")),
                new Wrong("value", builder -> Upgrade.accept().header("x", null)),
                new Wrong("subprotocol", builder -> Upgrade.accept().choosing(null)),
                new Wrong("origins", builder -> OriginPolicy.of((String[]) null)),
                new Wrong("origins", builder -> OriginPolicy.of((String) null)),
                new Wrong("loops", builder -> builder.loops((EventLoop[]) null)),
                new Wrong("loops", builder -> builder.loops((EventLoop) null)));
    }

    @ParameterizedTest
    @MethodSource("nulls")
    void aNullIsNamedAtOnce(Wrong wrong) {
        assertThatNullPointerException()
                .isThrownBy(() -> wrong.call().accept(WebSocketServer.builder()))
                .withMessage(wrong.expected());
    }

    static List<Wrong> numbers() {
        return List.of(
                new Wrong("port must be from 0 to 65535, not -1", builder -> builder.port(-1)),
                new Wrong("port must be from 0 to 65535, not 65536", builder -> builder.port(65_536)),
                new Wrong("backlog must be at least 1, not 0", builder -> builder.backlog(0)),
                new Wrong("loops must be at least 1, not 0", builder -> builder.loops(0)),
                new Wrong("maxConnections must be at least 1, not 0", builder -> builder.maxConnections(0)),
                new Wrong("maxHandshakes must be at least 1, not -7", builder -> builder.maxHandshakes(-7)),
                new Wrong(
                        "maxConnectionsPerAddress must be at least 1, or 0 for no quota, not -1",
                        builder -> builder.maxConnectionsPerAddress(-1)));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void aNumberOutOfRangeIsRefusedAtOnceWithItsRange(Wrong wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wrong.call().accept(WebSocketServer.builder()))
                .withMessage(wrong.expected());
    }

    @Test
    void aRouteSaysWhatWasChosen() {
        Route route = Route.to(handshake -> new WebSocketListener() {});
        assertThat(route).hasToString("Route[overflow CLOSE]");
        assertThat(route.subprotocols("chat", "v2").withoutDeflate().upgrade(request -> Upgrade.accept()))
                .hasToString("Route[subprotocols [chat, v2], without deflate, asks an upgrade hook, overflow CLOSE]");
        assertThat(route.limits(Limits.defaults()).toString())
                .contains(Limits.defaults().toString());
    }

    @Test
    void aServerReadsFilesWhereItIsToldAndGivesUpAHandlerWhenItIsTold() throws IOException {
        Files.writeString(web.resolve("a.txt"), "a");
        AtomicInteger reads = new AtomicInteger();
        WebSocketServer.Builder builder = WebSocketServer.builder()
                .loops(1)
                .offload(task -> {
                    reads.incrementAndGet();
                    task.run();
                })
                .answerTimeout(Duration.ofMillis(1))
                .files("/", web)
                .getAsync("/never", request -> new CompletableFuture<>());
        try (WebSocketServer server = builder.start()) {
            assertThat(get(server, "/a.txt")).isEqualTo(200);
            assertThat(reads).hasValue(1);
            assertThat(get(server, "/never")).isEqualTo(503);
        }
    }

    @Test
    void theThreadsThatReadFilesEndWithTheirServer() throws Exception {
        Files.writeString(web.resolve("a.txt"), "a");
        Set<Thread> before = offloadThreads();
        Set<Thread> its;
        try (WebSocketServer server =
                WebSocketServer.builder().loops(1).files("/", web).start()) {
            assertThat(get(server, "/a.txt")).isEqualTo(200);
            its = offloadThreads();
            its.removeAll(before);
            assertThat(its).isNotEmpty();
        }
        for (Thread thread : its) {
            thread.join(5_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static Set<Thread> offloadThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().equals("wsloop-offload"));
        return threads;
    }

    @Test
    void aRouteTellsEachChoiceAndACopyDiffersInOne() {
        ListenerFactory listeners = handshake -> new WebSocketListener() {};
        OriginPolicy origins = OriginPolicy.any();
        Route plain = Route.to(listeners);
        assertThat(plain.listeners()).isSameAs(listeners);
        assertThat(plain.limits()).isNull();
        assertThat(plain.deflate()).isNull();
        assertThat(plain.isDeflateOff()).isFalse();
        assertThat(plain.origins()).isNull();
        assertThat(plain.subprotocols()).isEmpty();
        assertThat(plain.overflow()).isEqualTo(OverflowPolicy.CLOSE);
        Route chosen = plain.limits(Limits.defaults())
                .deflate(DeflateOptions.defaults())
                .origins(origins)
                .subprotocols("a")
                .overflow(OverflowPolicy.DROP_NEW);
        assertThat(chosen.listeners()).isSameAs(listeners);
        assertThat(chosen.limits()).isSameAs(Limits.defaults());
        assertThat(chosen.deflate()).isSameAs(DeflateOptions.defaults());
        assertThat(chosen.origins()).isSameAs(origins);
        assertThat(chosen.subprotocols()).containsExactly("a");
        assertThat(chosen.overflow()).isEqualTo(OverflowPolicy.DROP_NEW);
        assertThat(chosen.hook()).isSameAs(plain.hook());
        assertThat(chosen.withoutDeflate().isDeflateOff()).isTrue();
        assertThat(chosen.withoutDeflate().deflate()).isNull();
        assertThat(plain.withoutDeflate().deflate(DeflateOptions.defaults()).isDeflateOff())
                .isFalse();
    }

    @Test
    void aServerSaysWhereItListensAndWhetherItHasStopped() throws IOException {
        WebSocketServer server = WebSocketServer.builder().loops(1).start();
        try (server) {
            assertThat(server).hasToString("WebSocketServer[127.0.0.1 port " + server.port() + ", 0 connections]");
        }
        assertThat(server).hasToString("WebSocketServer[127.0.0.1 port " + server.port() + ", stopped]");
    }

    @Test
    void aHandshakeSaysWhatWasAskedAndAgreedAndNoSecret() {
        Talk talk = new Talk(Site.builder()
                .route(
                        "/echo",
                        Route.to(handshake -> new WebSocketListener() {}).subprotocols("chat"))
                .build());
        talk.send(Talk.UPGRADE.replace("/echo", "/echo?token=secret")
                + "Sec-WebSocket-Protocol: chat\r\nAuthorization: secret\r\nX-Api-Key: secret\r\n\r\n");
        assertThat(talk.out.upgraded.handshake()).hasToString("Handshake[\"/echo\", subprotocol chat]");
    }
}
