package io.wsloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.nio.internal.site.ReceivedRequest;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Origins that a server allows by name. Against cross-site WebSocket hijacking. */
class OriginPolicyTest {
    private static HttpRequest from(String... origins) {
        Headers.Builder headers = Headers.builder().add("Host", "public.example");
        for (String origin : origins) {
            headers.add("Origin", origin);
        }
        RequestHead head = new RequestHead("GET", "/", "HTTP/1.1", "/", "", headers.build());
        return ReceivedRequest.of(head, false, new InetSocketAddress("192.0.2.1", 50_000));
    }

    private final OriginPolicy named = OriginPolicy.of("https://App.example", "http://localhost:3000");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example",
                "https://app.example:443",
                "HTTPS://APP.EXAMPLE",
                "http://localhost:3000",
                "http://public.example"
            })
    void theNamedOnesAndTheSameOriginMayConnect(String origin) {
        assertThat(named.allows(from(origin))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example",
                "https://app.example:8443",
                "https://app.example.evil.com",
                "https://evil-app.example",
                "https://x.app.example",
                "http://localhost",
                "http://localhost:30000",
                "null",
                "",
                "https://app.example/",
                "https://app.example, https://evil.example",
                "https://evil.example?https://app.example"
            })
    void nobodyElseMay(String origin) {
        assertThat(named.allows(from(origin))).isFalse();
    }

    @Test
    void twoOriginsAreNobodys() {
        assertThat(named.allows(from("https://app.example", "https://app.example")))
                .isFalse();
    }

    @Test
    void noOriginIsNoPage() {
        assertThat(named.allows(from())).isTrue();
        assertThat(OriginPolicy.same().allows(from())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "app.example",
                "https://*.example",
                "https://app.example/",
                "https://",
                "https://a b",
                "",
                "Null",
                "://a",
                "1http://a",
                "ht tp://a",
                "http://a:0",
                "http://a:65536",
                "http://u@a",
                "http://a%20b",
                "http://a?b",
                "http://a#b",
                "http://ü／x",
                "http://[::1",
                "file:///",
                "file:///index.html"
            })
    void whatIsNoOriginCannotBeNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OriginPolicy.of(text))
                .withMessageContainingAll("expected an origin as scheme://host", '"' + text + '"', "OriginPolicy");
    }

    @ParameterizedTest
    @CsvSource({
        "http://my_host:8080,      http://my_host:8080",
        "http://My_Host,           http://my_host:80",
        "http://replica.1,         http://replica.1",
        "http://127.1:9,           http://127.1:9",
        "capacitor://localhost,    capacitor://localhost",
        "chrome-extension://abcd,  chrome-extension://abcd",
        "https://bücher.example,   https://xn--bcher-kva.example",
        "http://[0:0::1]:80,       http://[::1]",
        "http://[::1]:81,          http://[::1]:81",
        "https://a.example.:443,   https://a.example.",
        "file://,                  file://",
        "FILE://,                  file://",
        "null,                     null",
    })
    void whatIsNamedIsLetIn(String named, String sent) {
        OriginPolicy policy = OriginPolicy.of(named);
        assertThat(policy.allows(from(sent))).isTrue();
        assertThat(policy.allows(from(sent + "x"))).isFalse();
    }

    /** Pages without a site of their own are let in by their name only. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "file://"})
    void anOriginWithoutAHostIsNoOtherOne(String sent) {
        assertThat(OriginPolicy.of("https://app.example").allows(from(sent))).isFalse();
        assertThat(OriginPolicy.of("file://", "null").allows(from(sent))).isTrue();
        assertThat(OriginPolicy.of(sent.equals("null") ? "file://" : "null").allows(from(sent)))
                .isFalse();
        assertThat(OriginPolicy.same().allows(from(sent))).isFalse();
    }
}
