package io.wsloop.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.CloseStatus;
import io.wsloop.Limits;
import io.wsloop.ListenerFactory;
import io.wsloop.WebSocketListener;
import io.wsloop.examples.Peer;
import io.wsloop.handshake.HandshakeException;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each program that the guide shows a part of, over real sockets. */
class SnippetProgramsTest {
    private static final WebSocketListener DEAF = new WebSocketListener() {};
    private static final Limits LARGE =
            Limits.defaults().withMaxMessageBytes(64 << 20).withMaxFragments(65_536);

    private WebSocketClient client;

    @BeforeEach
    void start() throws IOException {
        client = WebSocketClient.builder().limits(LARGE).build();
    }

    @AfterEach
    void stop() {
        client.close();
    }

    private Peer connect(WebSocketServer server, String path) throws Exception {
        return Peer.connect(client, uri(server, path).toString());
    }

    private static URI uri(WebSocketServer server, String path) {
        return URI.create("ws://127.0.0.1:" + server.port() + path);
    }

    private static WebSocketServer serve(ListenerFactory listeners) throws IOException {
        return WebSocketServer.builder()
                .port(0)
                .loops(1)
                .limits(LARGE)
                .route("/", listeners)
                .start();
    }

    @Test
    void everybodyInTheRoomHearsWhatAnybodySays() throws Exception {
        try (WebSocketServer server = Room.start(0)) {
            Peer ada = connect(server, "/chat?name=Ada");
            ada.socket().sendText("anybody?");
            assertThat(ada.next()).isEqualTo("Ada: anybody?");
            Peer bob = connect(server, "/chat?name=Bob%2FB.");
            bob.socket().sendText("me");
            assertThat(ada.next()).isEqualTo("Bob/B.: me");
            assertThat(bob.next()).isEqualTo("Bob/B.: me");
            bob.socket().close();
            assertThat(bob.end().clean()).isTrue();
            Peer nameless = connect(server, "/chat");
            nameless.socket().sendText("hm");
            assertThat(ada.next()).isEqualTo("somebody: hm");
        }
    }

    @Test
    void theRoomServesItsPage() throws Exception {
        try (WebSocketServer server = Room.start(0)) {
            URI page = URI.create("http://127.0.0.1:" + server.port() + "/");
            String body = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                    .body();
            assertThat(body).contains("new WebSocket(", "/chat?name=");
        }
    }

    @Test
    void aConnectionIsClosedWithACodeOfTheApplicationsOwn() throws Exception {
        try (WebSocketServer server = Closing.start(0)) {
            Peer peer = connect(server, "/guess");
            peer.socket().sendText("41");
            peer.socket().sendText("42");
            assertThat(peer.next()).isEqualTo("yes");
            assertThat(peer.end().received()).isEqualTo(new CloseStatus(4000, "solved"));
        }
    }

    @Test
    void aServerThatStopsTakesLeave() throws Exception {
        try (WebSocketServer server = Closing.start(0)) {
            Peer peer = connect(server, "/guess");
            Closing.stop(server);
            assertThat(peer.end().code()).isEqualTo(1001);
        }
    }

    @Test
    void aClientTellsWhyItIsNotConnected() throws Exception {
        try (WebSocketServer server = serve(request -> DEAF)) {
            assertThat(Refused.tell(client, uri(server, "/"), DEAF).get(20, TimeUnit.SECONDS))
                    .isEqualTo("connected to 127.0.0.1:" + server.port());
            assertThat(Refused.tell(client, uri(server, "/nowhere"), DEAF).get(20, TimeUnit.SECONDS))
                    .startsWith("no connection: ")
                    .contains("404");
        }
    }

    @Test
    void aServerThatWarmsItselfUpServesAfterwards() throws Exception {
        StartingFast.warmUp(5);
        try (WebSocketServer server = StartingFast.site().port(0).start()) {
            Peer peer = connect(server, "/echo");
            peer.socket().sendText("hello");
            assertThat(peer.next()).isEqualTo("hello");
            assertThat(Local.get(server, "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aTrainingRunEndsByItself() throws Exception {
        CompletableFuture.runAsync(() -> {
                    try {
                        StartingFast.main(new String[] {"train"});
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void eachRouteHasItsOwnBounds() throws Exception {
        try (WebSocketServer server = Bounded.start(0, DEAF, new Checksum())) {
            Peer chat = connect(server, "/chat");
            chat.socket().sendText("x".repeat((4 << 10) + 1));
            assertThat(chat.end().code()).isEqualTo(1009);
            Peer upload = connect(server, "/upload");
            upload.socket().sendBinary(new byte[2 << 20]);
            assertThat(upload.next()).isEqualTo(checksum(new byte[2 << 20]));
        }
    }

    @Test
    void aListenerThatThrowsEndsItsOwnConnectionAndIsReported() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        try (WebSocketServer server = Faulty.start(0, (where, error) -> reported.complete(error))) {
            Peer other = connect(server, "/number");
            Peer peer = connect(server, "/number");
            peer.socket().sendText("many");
            assertThat(peer.end().code()).isEqualTo(1011);
            assertThat(reported.get(20, TimeUnit.SECONDS)).isInstanceOf(NumberFormatException.class);
            other.socket().sendText("21");
            assertThat(other.next()).isEqualTo("twice is 42");
        }
    }

    @Test
    void whatBlocksIsAnsweredFromAnotherThread() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (WebSocketServer server = serve(request -> new Questions(
                executor, query -> query + " on " + Thread.currentThread().getName()))) {
            Peer peer = connect(server, "/");
            peer.socket().sendText("asked");
            assertThat((String) peer.next()).startsWith("asked on pool-");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void aFeedSendsAllItsRowsInOrderAndCloses() throws Exception {
        String filling = "x".repeat(1000);
        try (WebSocketServer server = serve(request ->
                new Feed(IntStream.range(0, 5000).mapToObj(row -> row + filling).iterator()))) {
            Peer peer = connect(server, "/");
            for (int row = 0; row < 5000; row++) {
                assertThat(peer.next()).isEqualTo(row + filling);
            }
            assertThat(peer.end().clean()).isTrue();
        }
    }

    @Test
    void aLentMessageIsSentBack() throws Exception {
        try (WebSocketServer server = serve(request -> new LentEcho())) {
            Peer peer = connect(server, "/");
            for (int length : new int[] {0, 1, 70_000}) {
                byte[] message = random(length);
                peer.socket().sendBinary(message);
                assertThat(peer.next()).isEqualTo(message);
            }
        }
    }

    @Test
    void aMessageInPartsIsSummedUpWithoutBeingAssembled() throws Exception {
        try (WebSocketServer server = serve(request -> new Checksum())) {
            Peer peer = connect(server, "/");
            byte[] message = random(3_000_000);
            peer.socket().sendBinary(message);
            assertThat(peer.next()).isEqualTo(checksum(message));
        }
    }

    @Test
    void aDownloadIsOneMessage() throws Exception {
        byte[] file = random(5_000_000);
        try (WebSocketServer server = serve(request -> new Download(new ByteArrayInputStream(file)))) {
            Peer peer = connect(server, "/");
            assertThat(peer.next()).isEqualTo(file);
        }
    }

    @Test
    void onlyWhoBringsATokenIsLetIn() throws Exception {
        try (WebSocketServer server = WebSocketServer.builder()
                .port(0)
                .route("/", Gate.route(Map.of("secret", "Ada"), DEAF))
                .start()) {
            assertThat(connect(server, "/?token=secret").socket().isOpen()).isTrue();
            assertThatThrownBy(() -> connect(server, "/?token=guess"))
                    .cause()
                    .isInstanceOfSatisfying(
                            HandshakeException.class,
                            refused -> assertThat(refused.status()).isEqualTo(401));
        }
    }

    @Test
    void onlyPagesOfTheNamedOriginAreLetIn() throws Exception {
        try (WebSocketServer server = WebSocketServer.builder()
                        .port(0)
                        .route("/", Gate.route(Map.of("secret", "Ada"), DEAF))
                        .start();
                WebSocketClient page = WebSocketClient.builder()
                        .header("Origin", "https://app.example")
                        .build();
                WebSocketClient stranger = WebSocketClient.builder()
                        .header("Origin", "https://elsewhere.example")
                        .build()) {
            String url = uri(server, "/?token=secret").toString();
            assertThat(Peer.connect(page, url).socket().isOpen()).isTrue();
            assertThatThrownBy(() -> Peer.connect(stranger, url))
                    .cause()
                    .isInstanceOfSatisfying(
                            HandshakeException.class,
                            refused -> assertThat(refused.status()).isEqualTo(403));
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String checksum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return Long.toHexString(sum.getValue());
    }
}
