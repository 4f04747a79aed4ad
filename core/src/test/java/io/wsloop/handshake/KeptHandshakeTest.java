package io.wsloop.handshake;

import static io.wsloop.handshake.Heads.request;
import static io.wsloop.handshake.Heads.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Handshake;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeptHandshakeTest {
    private static Handshake kept(RequestHead request) {
        return new KeptHandshake(request) {
            @Override
            public String pathParameter(String name) {
                throw new IllegalArgumentException(name);
            }

            @Override
            public @Nullable String subprotocol() {
                return null;
            }

            @Override
            public boolean compressed() {
                return false;
            }

            @Override
            public SocketAddress remoteAddress() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Map<String, Object> attributes() {
                return Map.of();
            }
        };
    }

    @Test
    void everyFieldIsKeptButTheFourThatTheHandshakeUsedUp() throws HeadException {
        Handshake kept =
                kept(upgrade("Cookie: a=b\r\nSEC-WEBSOCKET-PROTOCOL: chat\r\nX-Empty:\r\nCookie: c\u00e4\r\n"));
        assertThat(kept.headers())
                .isEqualTo(Headers.of(
                        "Host",
                        "localhost",
                        "Cookie",
                        "a=b",
                        "Sec-WebSocket-Protocol",
                        "chat",
                        "X-Empty",
                        "",
                        "Cookie",
                        "c\u00e4"));
        assertThat(kept.headers().fields())
                .extracting(Headers.Field::name)
                .containsExactly("Host", "Cookie", "SEC-WEBSOCKET-PROTOCOL", "X-Empty", "Cookie");
        assertThat(kept.headers().size()).isEqualTo(5);
    }

    /** A log shows the path, and no credentials. */
    @Test
    void saysItsPathAndNeitherQueryNorFields() throws HeadException {
        assertThat(kept(upgrade("Cookie: session=1\r\n"))).hasToString("Handshake[\"/echo\"]");
    }

    @Test
    void fieldsOfAnyLengthAreKept() throws HeadException {
        StringBuilder lines = new StringBuilder();
        for (int length : new int[] {0, 1, 126, 127, 128, 129, 5000}) {
            lines.append("X".repeat(length + 1))
                    .append(": ")
                    .append("v".repeat(length))
                    .append("\r\n");
        }
        Headers headers = kept(upgrade(lines.toString())).headers();
        for (int length : new int[] {0, 1, 126, 127, 128, 129, 5000}) {
            assertThat(headers.first("x".repeat(length + 1))).isEqualTo("v".repeat(length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/b?", "/a?b=c+d&e=%C3%A9", "/caf%C3%A9/%25", "/%E2%82%AC?%3F", "/?a=b?/c"})
    void theTargetSaysTheSameAsTheRequest(String target) throws HeadException {
        for (String form : List.of(target, "http://other:1" + target)) {
            RequestHead request = request("GET " + form + " HTTP/1.1\r\n" + Heads.UPGRADE + "\r\n");
            Handshake kept = kept(request);
            assertThat(kept.path()).isEqualTo(request.path());
            assertThat(kept.query()).isEqualTo(request.query());
            assertThat(kept.queryParameter("e")).isEqualTo(request.queryParameter("e"));
            assertThat(kept.headers().first("Host")).isEqualTo(request.headers().first("Host"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://host, /, ''",
        "http://host?a=b, /, a=b",
        "ws://host:1/x?y, /x, y",
        "/http://h/i, /http://h/i, ''"
    })
    void anAbsoluteTargetHasPathAndQuery(String target, String path, String query) throws HeadException {
        Handshake kept = kept(request("GET " + target + " HTTP/1.1\r\n" + Heads.UPGRADE + "\r\n"));
        assertThat(kept.path()).isEqualTo(path);
        assertThat(kept.query()).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://h",
                "ws://h/",
                "ws://h/a/../b",
                "ws://h/%FF/%00",
                "ws://h/\u00e9?\u00e9=%C3%A9",
                "ws://h//a"
            })
    void aClientsOwnTargetIsToldAsItsUriWas(String uri) {
        RequestHead request = ClientHandshake.of(URI.create(uri), List.of(), null, Headers.EMPTY, new byte[16])
                .request();
        assertThat(kept(request).path()).isEqualTo(request.path());
        assertThat(kept(request).query()).isEqualTo(request.query());
    }

    @Property
    void whateverFieldsAreKeptIsWhatCame(
            @ForAll @IntRange(max = 40) int before,
            @ForAll @CharRange(from = '!', to = '~') @StringLength(max = 300) String value)
            throws HeadException {
        String lines = "A: b\r\n".repeat(before) + "X-Value: " + value + "\r\nLast: 1\r\n";
        Headers headers = kept(upgrade(lines)).headers();
        assertThat(headers.first("X-Value")).isEqualTo(value);
        assertThat(headers.all("a")).hasSize(before);
        assertThat(headers.fields().get(headers.size() - 1)).isEqualTo(new Headers.Field("Last", "1"));
    }
}
