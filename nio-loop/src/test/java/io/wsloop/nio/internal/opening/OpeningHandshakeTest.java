package io.wsloop.nio.internal.opening;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Delivery;
import io.wsloop.Handshake;
import io.wsloop.Limits;
import io.wsloop.OverflowPolicy;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.handshake.Headers;
import io.wsloop.nio.internal.http.FakeOutput;
import io.wsloop.nio.internal.http.Talk;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.nio.internal.socket.Agreement;
import io.wsloop.server.HttpRequest;
import io.wsloop.server.HttpResponse;
import io.wsloop.server.OriginPolicy;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Upgrades through a whole conversation. Against request smuggling, header injection by what a hook hands in, and
 * cross-site hijacking.
 */
class OpeningHandshakeTest {
    private static final WebSocketListener LISTENER = new WebSocketListener() {};
    private static final long SECOND = 1_000_000_000L;

    private final List<Throwable> errors = new ArrayList<>();
    private final List<Handshake> opened = new ArrayList<>();
    private final CompletableFuture<Upgrade> later = new CompletableFuture<>();

    private Route route() {
        return Route.to(handshake -> {
            opened.add(handshake);
            return LISTENER;
        });
    }

    private Talk talk(Route route) {
        return new Talk(Site.builder()
                .onError((where, error) -> errors.add(error))
                .route("/echo", route)
                .handler("GET", "/page", request -> HttpResponse.text(200, "page"))
                .build());
    }

    @Test
    void anUpgradeIsAnsweredWith101AndWhatFollowsIsLeftForTheFrames() {
        Talk talk = talk(route()).send(Talk.UPGRADE + "\r\n\u0081\u0085frame");
        assertThat(talk.out.text())
                .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
                .contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
                .endsWith("\r\n\r\n");
        assertThat(talk.unread()).isEqualTo("\u0081\u0085frame");
        assertThat(talk.out.upgraded.listener()).isSameAs(LISTENER);
        assertThat(talk.out.upgraded.handshake()).isSameAs(opened.get(0));
        assertThat(talk.out.closing).isFalse();
        assertThat(talk.conversation.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anUpgradeMayFollowPlainRequests() {
        Talk talk = talk(route()).get("/page").upgrade();
        assertThat(talk.answers()).extracting(Talk.Answer::status).containsExactly(200, 101);
    }

    @Test
    void theHandshakeTellsPathQueryParametersAndHeaders() {
        Talk talk = new Talk(Site.builder().route("/rooms/{id}", route()).build());
        talk.send(Talk.UPGRADE.replace("/echo", "/rooms/caf%C3%A9?name=a+b&x") + "X-Test: 1\r\n\r\n");
        Handshake handshake = opened.get(0);
        assertThat(handshake.path()).isEqualTo("/rooms/café");
        assertThat(handshake.pathParameter("id")).isEqualTo("café");
        assertThat(handshake.query()).isEqualTo("name=a+b&x");
        assertThat(handshake.queryParameter("name")).isEqualTo("a b");
        assertThat(handshake.queryParameter("y")).isNull();
        assertThat(handshake.headers().first("x-test")).isEqualTo("1");
        assertThat(handshake.subprotocol()).isNull();
        assertThat(handshake.compressed()).isFalse();
        org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                .isThrownBy(() -> handshake.pathParameter("room"))
                .withMessageContaining("no parameter room");
    }

    @Test
    void policyHookAndHandlerSeeTheSamePictureOfARequest() {
        List<HttpRequest> seen = new ArrayList<>();
        Route route = route().origins(request -> seen.add(request)).upgrade(request -> {
            seen.add(request);
            return Upgrade.accept();
        });
        Site site = Site.builder()
                .route("/rooms/{id}", route)
                .handler("GET", "/rooms/{id}", request -> {
                    seen.add(request);
                    return HttpResponse.empty(204);
                })
                .build();
        for (String more : List.of("Sec-WebSocket-Protocol: chat, v2\r\n", "")) {
            Talk talk = new Talk(site);
            talk.out.secure = true;
            String target = "/rooms/caf%C3%A9?name=a+b&x";
            talk.send(
                    more.isEmpty()
                            ? "GET " + target + " HTTP/1.1\r\nHost: a\r\nX-Test: 1\r\n\r\n"
                            : Talk.UPGRADE.replace("/echo", target) + more + "X-Test: 1\r\n\r\n");
        }
        assertThat(seen).hasSize(3).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.path()).isEqualTo("/rooms/café");
            assertThat(request.query()).isEqualTo("name=a+b&x");
            assertThat(request.queryParameter("name")).isEqualTo("a b");
            assertThat(request.queryParameter("y")).isNull();
            assertThat(request.pathParameter("id")).isEqualTo("café");
            assertThat(request.pathParameters()).containsExactly(java.util.Map.entry("id", "café"));
            assertThat(request.headers().first("x-test")).isEqualTo("1");
            assertThat(request.secure()).isTrue();
            assertThat(request.remoteAddress()).isEqualTo(FakeOutput.REMOTE);
            assertThat(request.body()).isEmpty();
            assertThat(request.text()).isEmpty();
            assertThat(request.attributes()).isEmpty();
            assertThat(request).hasToString("GET /rooms/caf%C3%A9");
            org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
                    .isThrownBy(() -> request.pathParameter("room"))
                    .withMessageContaining("no parameter room");
        });
        assertThat(seen)
                .extracting(HttpRequest::subprotocols)
                .containsExactly(List.of("chat", "v2"), List.of("chat", "v2"), List.of());
    }

    @Test
    void aListenerThatWantsViewsIsServedByTheOneAgreement() {
        Talk talk = talk(Route.to(handshake -> new WebSocketListener() {
                    @Override
                    public Delivery delivery() {
                        return Delivery.VIEWS;
                    }
                }))
                .upgrade();
        assertThat(talk.out.upgraded.options().delivery()).isEqualTo(Delivery.VIEWS);
        Agreement agreement = talk.out.upgraded.handshake().agreement();
        assertThat(agreement.options().delivery()).isEqualTo(Delivery.WHOLE);
        assertThat(agreement.options(Delivery.VIEWS)).isSameAs(talk.out.upgraded.options());
    }

    @Test
    void theRoutesOwnChoicesGoBeforeTheServers() {
        Limits small = Limits.defaults().withMaxMessageBytes(7);
        Site.Builder site = Site.builder().deflate(DeflateOptions.defaults());
        site.route("/echo", route());
        site.route(
                "/small",
                route().limits(small).overflow(OverflowPolicy.DROP_NEW).withoutDeflate());
        String offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n";

        Talk talk = new Talk(site.build()).send(Talk.UPGRADE + offer);
        assertThat(talk.out.upgraded.options().terms()).isNotNull();
        assertThat(talk.out.upgraded.handshake().compressed()).isTrue();
        assertThat(talk.out.upgraded.options().limits()).isEqualTo(Limits.defaults());

        talk = new Talk(site.build()).send(Talk.UPGRADE.replace("/echo", "/small") + offer);
        assertThat(talk.out.upgraded.options().terms()).isNull();
        assertThat(talk.out.upgraded.options().limits()).isEqualTo(small);
        assertThat(talk.out.upgraded.options().overflow()).isEqualTo(OverflowPolicy.DROP_NEW);
    }

    @Test
    void theFirstOfTheRoutesSubprotocolsThatWasOfferedIsAgreed() {
        Talk talk = talk(route().subprotocols("c", "b", "a")).upgrade("Sec-WebSocket-Protocol: a, b");
        assertThat(talk.answer().first("Sec-WebSocket-Protocol")).isEqualTo("b");
        assertThat(opened.get(0).subprotocol()).isEqualTo("b");
    }

    @Test
    void aHookAcceptsWithAttributesFieldsAndSubprotocol() {
        Talk talk = talk(route().subprotocols("b").upgrade(request -> {
                    request.attributes().put("seen", request.queryParameter("none") == null);
                    return Upgrade.accept()
                            .with("user", "ada")
                            .header("Set-Cookie", "a=b")
                            .choosing("a");
                }))
                .upgrade("Sec-WebSocket-Protocol: a, b");
        assertThat(talk.answer().status()).isEqualTo(101);
        assertThat(talk.answer().first("Set-Cookie")).isEqualTo("a=b");
        assertThat(opened.get(0).subprotocol()).isEqualTo("a");
        assertThat(opened.get(0).attributes()).containsEntry("user", "ada").containsEntry("seen", true);
    }

    @Test
    void aHookRefusesWithStatusAndFieldsAndTheConnectionEnds() {
        Talk talk = talk(route().upgrade(request ->
                        Upgrade.refuse(401, "who are you?", Headers.of("WWW-Authenticate", "Basic realm=\"x\""))))
                .upgrade()
                .get("/page");
        assertThat(talk.answer().status()).isEqualTo(401);
        assertThat(talk.answer().first("WWW-Authenticate")).isEqualTo("Basic realm=\"x\"");
        assertThat(talk.answer().first("Connection")).isEqualTo("close");
        assertThat(talk.answer().body()).isEqualTo("who are you?\n");
        assertThat(talk.out.closing).isTrue();
        assertThat(opened).isEmpty();
    }

    @Test
    void aHookMayDecideLaterWhileFramesWait() throws InterruptedException {
        Talk talk = talk(route().upgradeAsync(request -> later)).send(Talk.UPGRADE + "\r\nframe");
        assertThat(talk.out.text()).isEmpty();
        assertThat(talk.out.paused).isTrue();
        Thread other = new Thread(() -> later.complete(Upgrade.accept()));
        other.start();
        other.join();
        talk.settle();
        assertThat(talk.answers().get(0).status()).isEqualTo(101);
        assertThat(talk.out.paused).isFalse();
        assertThat(talk.unread()).isEqualTo("frame");
    }

    @Test
    void aHookThatNeverDecidesIsGivenUpAtTheHandshakesDeadline() {
        Talk talk = talk(route().upgradeAsync(request -> later))
                .pass(4 * SECOND)
                .upgrade()
                .pass(6 * SECOND - 1);
        assertThat(talk.out.text()).isEmpty();
        talk.pass(1);
        assertThat(talk.answer().status()).isEqualTo(503);
        assertThat(talk.out.closing).isTrue();
        later.complete(Upgrade.accept());
        talk.step();
        assertThat(talk.out.upgraded).isNull();
        assertThat(opened).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDecisionForAPeerThatIsGoneIsDropped(boolean reset) {
        Talk talk = talk(route().upgradeAsync(request -> later)).upgrade();
        if (reset) {
            talk.conversation.closed();
        } else {
            talk.endInput();
        }
        later.complete(Upgrade.accept());
        talk.step();
        assertThat(talk.out.text()).isEmpty();
        assertThat(opened).isEmpty();
        assertThat(errors).isEmpty();
    }

    @Test
    void aHookThatFailsIsReportedAndAnsweredWith500() {
        List<Route> failing = List.of(
                route().upgrade(request -> {
                    throw new AssertionError("sync");
                }),
                route().upgrade(request -> null),
                route().upgradeAsync(request -> null),
                route().upgradeAsync(request -> {
                    throw new java.io.IOException("async");
                }),
                route().upgradeAsync(request -> CompletableFuture.failedFuture(new IllegalStateException("failed"))),
                route().upgrade(request -> Upgrade.accept().choosing("not offered")),
                route().upgrade(request -> Upgrade.accept().header("Sec-WebSocket-Accept", "mine")),
                route().upgrade(request -> Upgrade.accept().header("X", "a\r\nSet-Cookie: b")),
                route().upgrade(request -> Upgrade.refuse(200, "no refusal")),
                Route.to(handshake -> {
                    throw new StackOverflowError();
                }),
                Route.to(handshake -> null));
        for (int i = 0; i < failing.size(); i++) {
            Talk talk = talk(failing.get(i)).upgrade();
            assertThat(talk.answer().status()).as("failing %d", i).isEqualTo(500);
            assertThat(talk.out.text()).doesNotContain("Set-Cookie").doesNotContain(" 101 ");
            assertThat(talk.out.closing).isTrue();
            assertThat(talk.out.upgraded).isNull();
            assertThat(errors).hasSize(i + 1);
        }
    }

    @Test
    void noByteAfterARefusedUpgradeIsReadAsHttp() {
        for (String bad : List.of("Origin: http://evil.example", "Sec-WebSocket-Key: 1", "Content-Length: 3")) {
            Talk talk = talk(route()).send(Talk.UPGRADE + bad + "\r\n\r\nGET /page HTTP/1.1\r\nHost: a\r\n\r\n");
            talk.get("/page");
            assertThat(talk.answer().status()).isBetween(400, 403);
            assertThat(talk.unread()).isEmpty();
        }
    }

    @Test
    void anUnknownPathAndAnotherVersionAreRefused() {
        assertThat(talk(route())
                        .send(Talk.UPGRADE.replace("/echo", "/page") + "\r\n")
                        .answer()
                        .status())
                .isEqualTo(404);
        Talk talk = talk(route()).send(Talk.UPGRADE.replace("13", "12") + "\r\n");
        assertThat(talk.answer().status()).isEqualTo(426);
        assertThat(talk.answer().first("Sec-WebSocket-Version")).isEqualTo("13");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost,          false, 101",
        "http://localhost:80,       false, 101",
        "HTTP://LOCALHOST,          false, 101",
        "https://localhost,         false, 403",
        "https://localhost,         true,  101",
        "http://localhost,          true,  403",
        "http://localhost:81,       false, 403",
        "http://localhost.evil.com, false, 403",
        "http://evillocalhost,      false, 403",
        "http://sub.localhost,      false, 403",
        "http://local,              false, 403",
        "null,                      false, 403",
        "http://a@localhost,        false, 403",
        "http://localhost/,         false, 403",
        "file://,                   false, 403",
        "garbage,                   false, 403",
    })
    void onlyPagesOfTheSameOriginConnect(String origin, boolean secure, int status) {
        Talk talk = talk(route());
        talk.out.secure = secure;
        talk.upgrade("Origin: " + origin);
        assertThat(talk.answer().status()).isEqualTo(status);
    }

    @Test
    void theRoutesOriginsGoBeforeTheServers() {
        Talk talk =
                talk(route().origins(OriginPolicy.of("https://app.example"))).upgrade("Origin: https://app.example");
        assertThat(talk.answer().status()).isEqualTo(101);
        talk = talk(route().origins(OriginPolicy.any())).upgrade("Origin: null");
        assertThat(talk.answer().status()).isEqualTo(101);
        assertThat(talk.out.sent.toString(StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 101");
    }
}
