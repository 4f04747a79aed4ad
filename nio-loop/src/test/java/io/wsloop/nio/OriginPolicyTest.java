package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 14 (cross-site hijacking): origins that are named. */
class OriginPolicyTest {
    private static RequestHead from(String... origins) {
        Headers.Builder headers = Headers.builder().add("Host", "public.example");
        for (String origin : origins) {
            headers.add("Origin", origin);
        }
        return new RequestHead("GET", "/", "HTTP/1.1", "/", "", headers.build());
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
        assertThat(named.allows(from(origin), false)).isTrue();
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
        assertThat(named.allows(from(origin), false)).isFalse();
    }

    @Test
    void twoOriginsAreNobodys() {
        assertThat(named.allows(from("https://app.example", "https://app.example"), false))
                .isFalse();
    }

    @Test
    void noOriginIsNoPage() {
        assertThat(named.allows(from(), false)).isTrue();
        assertThat(OriginPolicy.same().allows(from(), false)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "app.example",
                "https://*.example",
                "https://app.example/",
                "null",
                "https://",
                "https://a b"
            })
    void whatIsNoOriginCannotBeNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OriginPolicy.of(text))
                .withMessageContaining("expected an origin as scheme://host");
    }
}
