package io.wsloop.nio.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import io.wsloop.handshake.Headers;
import io.wsloop.nio.WireTable;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.server.HttpResponse;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plain HTTP, wire in and wire out. Against heads that drip (one deadline over the whole head), request smuggling
 * (after an error no byte is read as HTTP) and header injection by what a handler hands in.
 */
class HttpConversationTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<Throwable> errors = new ArrayList<>();
    private final CompletableFuture<HttpResponse> later = new CompletableFuture<>();
    private Site site;
    private Talk talk;

    @BeforeEach
    void begin() {
        site = site(Limits.defaults());
        talk = new Talk(site);
    }

    private Site site(Limits limits) {
        return Site.builder(() -> 784_111_777_999L)
                .limits(limits)
                .onError((where, error) -> errors.add(error))
                .handler("GET", "/hello", request -> HttpResponse.text(200, "hello"))
                .handler(
                        "GET",
                        "/users/{name}",
                        request -> HttpResponse.text(
                                200, request.pathParameter("name") + "/" + request.queryParameter("q")))
                .handler(
                        "POST",
                        "/upper",
                        request -> HttpResponse.text(200, request.text().toUpperCase()))
                .handler("GET", "/upper", request -> HttpResponse.empty(204))
                .handler("GET", "/big", request -> HttpResponse.of("text/plain", new byte[40_000]))
                .handler("GET", "/throws", request -> {
                    throw new StackOverflowError("deep");
                })
                .handler("GET", "/null", request -> null)
                .handler(
                        "GET", "/inject", request -> HttpResponse.text(200, "x").header("X", "a\r\nSet-Cookie: b"))
                .handlerAsync("GET", "/later", request -> later)
                .handlerAsync("GET", "/none", request -> null)
                .route("/ws", Route.to(handshake -> new io.wsloop.WebSocketListener() {}))
                .build();
    }

    @Test
    void aHandlerAnswersWithAllThatFramesTheMessage() {
        talk.get("/hello");
        assertThat(talk.out.text())
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(talk.out.closing).isFalse();
    }

    @Test
    void headIsAnsweredAsGetIsButWithoutABody() {
        talk.request("HEAD", "/hello");
        assertThat(talk.out.text()).contains("\r\nContent-Length: 5\r\n").endsWith("\r\n\r\n");
        assertThat(talk.out.closing).isFalse();
    }

    @Test
    void anErrorInAnswerToHeadHasNoBodyEither() {
        talk.request("HEAD", "/nowhere");
        assertThat(talk.out.text()).startsWith("HTTP/1.1 404 ").endsWith("\r\n\r\n");
    }

    @Test
    void pathAndQueryParametersAreDecoded() {
        talk.get("/users/J%C3%B6rg?x=1&q=a+b%26");
        assertThat(talk.answer().body()).isEqualTo("Jörg/a b&");
    }

    @Test
    void anUnknownPathIsNotFoundAndTheConnectionGoesOn() {
        talk.get("/nowhere").get("/hello");
        assertThat(talk.answers()).extracting(Talk.Answer::status).containsExactly(404, 200);
    }

    @Test
    void anotherMethodIsNotAllowedAndIsToldWhichAre() {
        talk.request("DELETE", "/upper");
        assertThat(talk.answer().status()).isEqualTo(405);
        assertThat(talk.answer().first("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void optionsNamesTheMethods() {
        talk.request("OPTIONS", "/hello");
        assertThat(talk.out.text()).startsWith("HTTP/1.1 204 ").contains("\r\nAllow: GET, HEAD, OPTIONS\r\n");
        assertThat(talk.out.text()).doesNotContain("Content-Length");
    }

    @Test
    void aPlainGetOfAWebSocketsPathIsToldToUpgrade() {
        talk.get("/ws");
        assertThat(talk.answer().status()).isEqualTo(426);
        assertThat(talk.answer().first("Upgrade")).isEqualTo("websocket");
        assertThat(talk.answer().first("Connection")).isEqualTo("Upgrade");
        assertThat(talk.out.closing).isFalse();
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        String one = "GET /users/1 HTTP/1.1\r\nHost: a\r\n\r\n";
        talk.send(one + "GET /later HTTP/1.1\r\nHost: a\r\n\r\n" + one.replace("1 H", "2 H"));
        assertThat(talk.answers()).extracting(Talk.Answer::body).containsExactly("1/null");
        assertThat(talk.out.paused).isTrue();
        later.complete(HttpResponse.text(200, "later"));
        talk.settle();
        assertThat(talk.answers()).extracting(Talk.Answer::body).containsExactly("1/null", "later", "2/null");
    }

    @Test
    void closeIsHonouredAndAnnounced() {
        talk.get("/hello", "Connection: foo, Close").get("/hello");
        assertThat(talk.answer().first("Connection")).isEqualTo("close");
        assertThat(talk.out.closing).isTrue();
        assertThat(talk.unread()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /hello HTTP/1.0|200",
                "GET /hello HTTP/1.0~Host: a|200",
                "GET /hello HTTP/1.0~Connection: keep-alive|200",
                "HEAD /hello HTTP/1.0|200",
                "GET /nowhere HTTP/1.0|404",
                "OPTIONS /hello HTTP/1.0|204",
                "OPTIONS * HTTP/1.0|204",
                "DELETE /hello HTTP/1.0|405",
                "GET /ws HTTP/1.0|426"
            })
    void aRequestOfHttp10IsAnsweredAndEndsTheConnection(String head, int status) {
        talk.send(head.replace("~", "\r\n") + "\r\n\r\n").get("/hello");
        assertThat(talk.out.text()).startsWith("HTTP/1.1 " + status + " ").contains("close\r\n");
        assertThat(talk.out.text().split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(talk.out.text()).doesNotContain("Transfer-Encoding");
        assertThat(talk.out.closing).isTrue();
    }

    @Test
    void aBodyOfHttp10ReachesItsHandlerAndIsNotAskedForWithContinue() {
        talk.send("POST /upper HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nab");
        assertThat(talk.out.text()).isEmpty();
        talk.send("c");
        assertThat(talk.answer().body()).isEqualTo("ABC");
    }

    @Test
    void anUpgradeInHttp10IsRefusedAndToldWhy() {
        talk.send(Talk.UPGRADE.replace("HTTP/1.1", "HTTP/1.0") + "\r\n");
        assertThat(talk.answer().status()).isEqualTo(426);
        assertThat(talk.answer().body()).contains("HTTP/1.1").contains("proxy");
        assertThat(talk.out.upgraded).isNull();
        assertThat(talk.out.closing).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET / HTTP/0.9\r\n\r\n", "GET / HTTP/1.2\r\n\r\n"})
    void anotherVersionOfHttpIsRefusedAndToldWhichAreSpoken(String request) {
        talk.send(request);
        assertThat(talk.answer().status()).isEqualTo(505);
        assertThat(talk.answer().body()).contains("HTTP/1.1 or HTTP/1.0");
        assertThat(talk.out.closing).isTrue();
    }

    @Test
    void optionsOfTheWholeServerNamesWhatIsAnsweredAnywhere() {
        talk.request("OPTIONS", "*").get("/hello");
        assertThat(talk.out.text()).startsWith("HTTP/1.1 204 ").contains("\r\nAllow: GET, HEAD, OPTIONS, POST\r\n");
        assertThat(talk.answers()).extracting(Talk.Answer::status).containsExactly(204, 200);
    }

    @ParameterizedTest
    @CsvSource({"q=%E9, \uFFFD", "q=100%, 100%", "x=%FF%00&q=1, 1"})
    void aQueryOfAnyBytesReachesItsHandler(String query, String value) {
        talk.get("/users/1?" + query);
        assertThat(talk.answer().body()).isEqualTo("1/" + value);
    }

    @Test
    void aBodyByContentLengthReachesItsHandlerHoweverItIsCut() {
        talk.request("POST", "/upper", "Content-Length: 5")
                .send("he")
                .send("llo")
                .get("/hello");
        assertThat(talk.answers()).extracting(Talk.Answer::body).containsExactly("HELLO", "hello");
    }

    @Test
    void aChunkedBodyReachesItsHandler() {
        talk.request("POST", "/upper", "Transfer-Encoding: chunked")
                .send("2;x=y\r\nhe\r\n03\r\nllo\r\n0\r\nTrailer: 1\r\n\r\n")
                .get("/hello");
        assertThat(talk.answers()).extracting(Talk.Answer::body).containsExactly("HELLO", "hello");
    }

    @Test
    void aBodyIsAskedForWithContinue() {
        talk.request("POST", "/upper", "Content-Length: 1", "Expect: 100-Continue");
        assertThat(talk.out.text()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
        talk.send("a");
        assertThat(talk.answers()).extracting(Talk.Answer::status).containsExactly(100, 200);
    }

    @Test
    void noBodyIsAskedForWhereNobodyWouldReadIt() {
        talk.request("POST", "/nowhere", "Content-Length: 1", "Expect: 100-continue");
        assertThat(talk.answer().status()).isEqualTo(404);
        assertThat(talk.answer().first("Connection")).isEqualTo("close");
    }

    @Test
    void anyOtherExpectationFails() {
        talk.request("POST", "/upper", "Content-Length: 1", "Expect: miracles");
        assertThat(talk.answer().status()).isEqualTo(417);
        assertThat(talk.out.closing).isTrue();
    }

    @Test
    void aBodyAtTheLimitPassesAndOneByteMoreDoesNot() {
        Limits limits = Limits.defaults().withMaxBodyBytes(4);
        talk = new Talk(site(limits));
        talk.request("POST", "/upper", "Content-Length: 4").send("abcd");
        talk.request("POST", "/upper", "Transfer-Encoding: chunked").send("1\r\na\r\n3\r\nbcd\r\n0\r\n\r\n");
        assertThat(talk.answers()).extracting(Talk.Answer::body).containsExactly("ABCD", "ABCD");

        talk = new Talk(site(limits));
        talk.request("POST", "/upper", "Content-Length: 5");
        assertThat(talk.answer().status()).isEqualTo(413);
        assertThat(talk.out.closing).isTrue();

        talk = new Talk(site(limits));
        talk.request("POST", "/upper", "Transfer-Encoding: chunked").send("4\r\nabcd\r\n1\r\n");
        assertThat(talk.answer().status()).isEqualTo(413);
        assertThat(talk.out.closing).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: a\n\r\n",
                "Host: a\r\nX-Test: 1\r2\r\n\r\n",
                "Host: a\r\nX-Test : 1\r\n\r\n",
                "Host: a\r\nX-Test: 1\r\n 2\r\n\r\n",
                "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
                "Host: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "Host: a\r\nSec-WebSocket-Version: 12\r\n\r\n",
                "Host: a\r\nUpgrade: websocket\r\nContent-Length: 40\r\n\r\n"
            })
    void afterAnErrorInTheHeadNoByteIsReadAsHttp(String fields) {
        talk.send("GET /hello HTTP/1.1\r\n" + fields + "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
        talk.get("/hello");
        assertThat(talk.answer().status()).isBetween(400, 499);
        assertThat(talk.answer().first("Connection")).contains("close");
        assertThat(talk.answer().body()).isNotBlank();
        assertThat(talk.out.closing).isTrue();
        assertThat(talk.unread()).isEmpty();
    }

    @Test
    void aBadChunkEndsTheConnection() {
        talk.request("POST", "/upper", "Transfer-Encoding: chunked").send("2\r\nhel\r\n");
        assertThat(talk.answer().status()).isEqualTo(400);
        talk.get("/hello");
        assertThat(talk.answer().status()).isEqualTo(400);
    }

    @Test
    void aHeadThatDripsIsCutOffByOneDeadline() {
        for (String drop : List.of("G", "E", "T", " ", "/", "h", "e", "l", "l")) {
            talk.send(drop).pass(SECOND);
        }
        assertThat(talk.out.text()).isEmpty();
        talk.pass(SECOND - 1);
        assertThat(talk.out.text()).isEmpty();
        talk.pass(1);
        assertThat(talk.answer().status()).isEqualTo(408);
        assertThat(talk.out.closing).isTrue();
    }

    @Test
    void aConnectionThatNeverAsksIsToldSoAndClosed() {
        talk.pass(10 * SECOND);
        assertThat(talk.answer().status()).isEqualTo(408);
        assertThat(talk.out.closing).isTrue();
    }

    @Test
    void aKeptConnectionThatIsIdleIsClosedWithoutAWord() {
        talk.pass(9 * SECOND).get("/hello").pass(9 * SECOND).get("/hello").pass(10 * SECOND - 1);
        assertThat(talk.out.closing).isFalse();
        talk.pass(1);
        assertThat(talk.out.closing).isTrue();
        assertThat(talk.answers()).extracting(Talk.Answer::status).containsExactly(200, 200);
    }

    @Test
    void aSecondHeadHasItsDeadlineFromItsFirstByte() {
        talk.get("/hello")
                .pass(9 * SECOND)
                .send("GET")
                .pass(9 * SECOND)
                .send(" /")
                .pass(SECOND - 1);
        assertThat(talk.out.closing).isFalse();
        talk.pass(1);
        assertThat(talk.answers()).extracting(Talk.Answer::status).containsExactly(200, 408);
    }

    @Test
    void aBodyThatDripsIsCutOffToo() {
        talk.request("POST", "/upper", "Content-Length: 50")
                .pass(9 * SECOND)
                .send("a")
                .pass(SECOND);
        assertThat(talk.answer().status()).isEqualTo(408);
        assertThat(talk.out.closing).isTrue();
    }

    @Test
    void anAnswerThatNeverComesIsGivenUp() {
        talk.get("/later").pass(30 * SECOND);
        assertThat(talk.answer().status()).isEqualTo(503);
        later.complete(HttpResponse.text(200, "late"));
        talk.step();
        assertThat(talk.answers()).hasSize(1);
    }

    @Test
    void anAnswerAfterTheConnectionIsGoneIsDropped() {
        talk.get("/later");
        talk.conversation.closed();
        later.complete(HttpResponse.text(200, "late"));
        talk.step();
        assertThat(talk.out.text()).isEmpty();
        assertThat(talk.conversation.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aPeerThatEndedItsStreamStillHearsTheAnswer() {
        talk.get("/later");
        talk.endInput();
        later.complete(HttpResponse.text(200, "later"));
        talk.settle();
        assertThat(talk.answer().body()).isEqualTo("later");
        assertThat(talk.answer().first("Connection")).isEqualTo("close");
        assertThat(talk.out.closing).isTrue();
    }

    @Test
    void whatAPeerAskedBeforeItEndedItsStreamIsAnsweredToTheLast() {
        talk.get("/later").get("/hello").get("/users/1");
        talk.endInput();
        later.complete(HttpResponse.text(200, "later"));
        talk.settle();
        assertThat(talk.answers()).extracting(Talk.Answer::body).containsExactly("later", "hello", "1/null");
        assertThat(talk.answers())
                .extracting(answer -> answer.first("Connection"))
                .containsExactly(null, null, "close");
        assertThat(talk.out.closing).isTrue();
    }

    @Test
    void aPeerThatEndsItsStreamWhileItsUpgradeIsDecidedIsClosed() {
        CompletableFuture<Upgrade> decision = new CompletableFuture<>();
        talk = new Talk(Site.builder()
                .route(
                        "/echo",
                        Route.to(handshake -> new io.wsloop.WebSocketListener() {})
                                .upgradeAsync(request -> decision))
                .build());
        talk.upgrade();
        talk.endInput();
        assertThat(talk.out.closing).isTrue();
        decision.complete(Upgrade.accept());
        talk.step();
        assertThat(talk.out.upgraded).isNull();
    }

    @Test
    void aConversationIsIdleOnlyBetweenTwoRequests() {
        assertThat(talk.conversation.isIdle()).isFalse();
        talk.get("/hello");
        assertThat(talk.conversation.isIdle()).isTrue();
        talk.send("G");
        assertThat(talk.conversation.isIdle()).isFalse();
        talk.send("ET /later HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(talk.conversation.isIdle()).isFalse();
        later.complete(HttpResponse.text(200, "later"));
        talk.settle();
        assertThat(talk.conversation.isIdle()).isTrue();
        talk.request("POST", "/upper", "Content-Length: 2").send("a");
        assertThat(talk.conversation.isIdle()).isFalse();
        talk.send("b").send("\r\n");
        assertThat(talk.conversation.isIdle()).isTrue();
    }

    @Test
    void whatARequestHoldsIsToldUntilItIsAnswered() {
        assertThat(talk.conversation.heldBytes()).isZero();
        String head = "GET /later HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(3_000);
        talk.send(head);
        assertThat(talk.conversation.heldBytes()).isBetween(3_000L, 16_000L);
        talk.send("\r\n\r\n");
        assertThat(talk.conversation.heldBytes()).isBetween(3_000L, 4_000L);
        later.complete(HttpResponse.text(200, "later"));
        talk.settle();
        assertThat(talk.conversation.heldBytes()).isZero();
        talk.request("POST", "/upper", "Content-Length: 200000").send("x".repeat(100_000));
        assertThat(talk.conversation.heldBytes()).isBetween(100_000L, 130_000L);
        talk.conversation.closed();
        assertThat(talk.conversation.heldBytes()).isZero();
    }

    @Test
    void aPeerThatEndsBetweenRequestsOrWithinOneIsClosed() {
        talk.get("/hello").send("GET /");
        talk.endInput();
        assertThat(talk.out.closing).isTrue();
        assertThat(talk.answers()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/throws", "/null", "/inject", "/none"})
    void whatAHandlerDoesWrongIsItsConnectionsEndAndIsReported(String path) {
        talk.get(path);
        assertThat(talk.answer().status()).isEqualTo(500);
        assertThat(talk.out.text()).doesNotContain("Set-Cookie").doesNotContain("deep");
        assertThat(talk.out.closing).isTrue();
        assertThat(errors).hasSize(1);
    }

    @Test
    void aHandlerWhoseExecutorIsFullIsAnswered503AndReported() {
        talk.get("/later");
        later.completeExceptionally(new RejectedExecutionException("the queue of the database is full"));
        talk.settle();
        assertThat(talk.answer().status()).isEqualTo(503);
        assertThat(talk.answer().body()).contains("too much to do");
        assertThat(errors).singleElement().asString().contains("the queue of the database is full");
    }

    @Test
    void aFailedStageIsReportedWithItsCause() {
        talk.get("/later");
        later.completeExceptionally(new IllegalStateException("no database"));
        talk.settle();
        assertThat(talk.answer().status()).isEqualTo(500);
        assertThat(errors).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anErrorHandlerThatFailsStopsNothing() {
        site = Site.builder()
                .onError((where, error) -> {
                    throw new IllegalStateException("the error handler too");
                })
                .handler("GET", "/", request -> {
                    throw new IllegalStateException("the handler");
                })
                .build();
        talk = new Talk(site);
        talk.get("/");
        assertThat(talk.answer().status()).isEqualTo(500);
    }

    @Test
    void aLargeBodyIsSentWithoutACopyAndWhole() {
        talk.get("/big");
        assertThat(talk.answer().body()).hasSize(40_000);
    }

    @Test
    void whoAsksAndNeverReadsIsNotAnsweredIntoMemory() {
        String request = "GET /big HTTP/1.1\r\nHost: a\r\n\r\n";
        talk.send(request.repeat(100));
        assertThat(talk.out.paused).isTrue();
        assertThat(talk.out.sent.size()).isLessThan(2 * 64 << 10);
        assertThat(talk.conversation.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        while (!talk.out.flushes.isEmpty()) {
            talk.out.flushes.poll().run();
            talk.step();
        }
        assertThat(talk.answers()).hasSize(100);
    }

    @Test
    void aResponseCannotFrameItself() {
        for (String name : List.of("Content-Length", "transfer-encoding", "Connection", "Date")) {
            org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                    .isThrownBy(() -> new HttpResponse(200, Headers.of(name, "1"), new byte[0]))
                    .withMessageContaining("the server adds " + name);
        }
    }

    static List<WireTable.Case> badHandshakes() {
        return WireTable.handshakes();
    }

    @ParameterizedTest
    @MethodSource("badHandshakes")
    void aBadHandshakeIsAnsweredWithItsStatusByteByByte(WireTable.Case bad) {
        site = Site.builder()
                .route("/echo", Route.to(handshake -> new io.wsloop.WebSocketListener() {}))
                .build();
        talk = new Talk(site);
        for (byte b : bad.bytes()) {
            talk.send(new byte[] {b});
        }
        assertThat(talk.out.text()).startsWith("HTTP/1.1 " + bad.expected() + " ");
        assertThat(talk.out.closing).isTrue();
    }

    /** Requests to be pipelined, good ones mostly. */
    @Provide
    Arbitrary<List<String>> requests() {
        return Arbitraries.of(
                        "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
                        "\r\nGET /users/1?q=2 HTTP/1.1\r\nHost: a\r\n\r\n",
                        "HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n",
                        "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n",
                        "PUT /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                        "POST /upper HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
                        "POST /upper HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
                        "POST /upper HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                        "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
                        "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                        "GET  /hello HTTP/1.1\r\nHost: a\r\n\r\n",
                        "POST /upper HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n")
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Property
    void aStreamOfRequestsIsAnsweredTheSameHoweverItIsCut(
            @ForAll("requests") List<String> requests,
            @ForAll List<@net.jqwik.api.constraints.IntRange(max = 40) Integer> cuts) {
        byte[] stream = String.join("", requests).getBytes(StandardCharsets.ISO_8859_1);
        Talk whole = new Talk(site(Limits.defaults()));
        whole.send(stream);
        Talk cut = new Talk(site(Limits.defaults()));
        ByteBuffer rest = ByteBuffer.wrap(stream);
        for (int length : cuts) {
            byte[] piece = new byte[Math.min(length, rest.remaining())];
            rest.get(piece);
            cut.send(piece);
        }
        byte[] piece = new byte[rest.remaining()];
        rest.get(piece);
        cut.send(piece);
        assertThat(cut.out.text()).isEqualTo(whole.out.text());
        assertThat(cut.out.closing).isEqualTo(whole.out.closing);
    }
}
