package io.wsloop.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Header fields. Against header injection: a name or a value with CR, LF or NUL is refused. */
class HeadersTest {
    private static final Headers SOME = Headers.of("Host", "a", "Via", "1", "X", "", "VIA", "2");

    @Test
    void namesAreFoundInAnyCase() {
        assertThat(SOME.first("hOST")).isEqualTo("a");
        assertThat(SOME.first("via")).isEqualTo("1");
        assertThat(SOME.all("Via")).containsExactly("1", "2");
        assertThat(SOME.contains("x")).isTrue();
        assertThat(SOME.first("Y")).isNull();
        assertThat(SOME.all("Y")).isEmpty();
        assertThat(SOME.tokens("Y")).isEmpty();
        assertThat(SOME.hasToken("Y", "")).isFalse();
        assertThat(SOME.contains("Y")).isFalse();
        assertThat(SOME.size()).isEqualTo(4);
    }

    @Test
    void listsGoOnOverRepeatedLines() {
        Headers headers =
                Headers.of("Upgrade", ", h2c ,,", "upgrade", "\"a, b\\\", c\",\tWebSocket", "Upgrade", "x \"y");
        assertThat(headers.tokens("UPGRADE")).containsExactly("h2c", "\"a, b\\\", c\"", "WebSocket", "x \"y");
        assertThat(headers.hasToken("Upgrade", "websocket")).isTrue();
        assertThat(headers.hasToken("Upgrade", "H2C")).isTrue();
        assertThat(headers.hasToken("Upgrade", "b")).isFalse();
        assertThat(headers.hasToken("Upgrade", "web")).isFalse();
        assertThat(headers.hasToken("Upgrade", "socket")).isFalse();
    }

    @Test
    void settingReplacesEveryFieldOfTheName() {
        Headers.Builder builder = SOME.toBuilder();
        assertThat(builder.set("via", "3").set("New", "4").build())
                .isEqualTo(Headers.of("Host", "a", "via", "3", "X", "", "New", "4"));
        assertThat(SOME.size()).isEqualTo(4);
    }

    @Test
    void removingTakesAwayEveryFieldOfTheNameAndNoOther() {
        assertThat(SOME.toBuilder().remove("via").build()).isEqualTo(Headers.of("Host", "a", "X", ""));
        assertThat(SOME.toBuilder().remove("Y").build()).isEqualTo(SOME);
        assertThat(Headers.of("A", "1").toBuilder().remove("a").build()).isSameAs(Headers.EMPTY);
        assertThat(SOME.size()).isEqualTo(4);
    }

    @Test
    void aBuilderGrowsAndWhatItBuiltStays() {
        Headers.Builder builder = Headers.builder();
        for (int i = 0; i < 30; i++) {
            builder.add("N" + i, " v\t");
        }
        Headers built = builder.build();
        builder.set("N0", "other").addAll(SOME);
        assertThat(built.size()).isEqualTo(30);
        assertThat(built.first("N0")).isEqualTo("v");
        assertThat(builder.build().size()).isEqualTo(34);
        assertThat(Headers.builder().build()).isSameAs(Headers.EMPTY);
        assertThat(Headers.EMPTY.fields()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\nb", "a\0", "ä", "a\n", "\u0100"})
    void aNameThatIsNoTokenIsRefused(String name) {
        assertThatThrownBy(() -> Headers.builder().add(name, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Headers.builder().set(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: 1", "a\n", "\r", "\0", "a\u007f", "\u0100", "\u010d\u010a"})
    void aValueThatLeavesItsLineIsRefused(String value) {
        assertThatThrownBy(() -> Headers.of("X", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value of X");
        assertThatThrownBy(() -> SOME.toBuilder().set("Host", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesAndValuesComeInPairs() {
        assertThatThrownBy(() -> Headers.of("X")).hasMessageContaining("pairs");
    }

    @Test
    void equalFieldsAreEqualWhateverTheirNamesCase() {
        assertThat(SOME)
                .isEqualTo(Headers.of("HOST", "a", "via", "1", "x", "", "via", "2"))
                .hasSameHashCodeAs(Headers.of("HOST", "a", "via", "1", "x", "", "via", "2"))
                .isNotEqualTo(Headers.of("Host", "a"))
                .isNotEqualTo(Headers.of("Host", "b", "Via", "1", "X", "", "VIA", "2"))
                .isNotEqualTo(Headers.of("Hosts", "a", "Via", "1", "X", "", "VIA", "2"))
                .isNotEqualTo("Host");
    }

    @Test
    void whatAuthenticatesSomebodyStaysOutOfLogs() {
        Headers headers = Headers.of(
                "A", "1", "cookie", "s1", "Authorization", "s2", "Set-Cookie", "s3", "Proxy-Authorization", "s4");
        assertThat(headers).hasToString("[A: 1, cookie: …, Authorization: …, Set-Cookie: …, Proxy-Authorization: …]");
    }

    @Test
    void commonNamesAreNotMadeAnew() {
        byte[] bytes = "xHostSec-WebSocket-Key".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(CommonNames.of(bytes, 1, 4)).isEqualTo("Host").isSameAs(CommonNames.of(bytes, 1, 4));
        assertThat(CommonNames.of(bytes, 5, 17)).isSameAs(CommonNames.of(bytes, 5, 17));
        assertThat(CommonNames.of(bytes, 0, 5)).isEqualTo("xHost").isNotSameAs(CommonNames.of(bytes, 0, 5));
    }

    @Test
    void whatIsBuiltDoesNotChangeWhenTheBuilderGoesOn() {
        Headers.Builder builder = Headers.builder().add("A", "1");
        Headers first = builder.build();
        Headers second = builder.add("B", "2").build();
        Headers third = builder.set("A", "3").build();
        builder.add("C", "x".repeat(1_000));
        assertThat(first).isEqualTo(Headers.of("A", "1"));
        assertThat(first.size()).isEqualTo(1);
        assertThat(first.contains("B")).isFalse();
        assertThat(second).isEqualTo(Headers.of("A", "1", "B", "2"));
        assertThat(third).isEqualTo(Headers.of("A", "3", "B", "2"));
        assertThat(builder.build().first("C")).hasSize(1_000);
    }

    @Test
    void fieldsOfEveryLengthComeBackAsTheyWere() {
        for (int length : new int[] {0, 1, 126, 127, 128, 129, 255, 256, 16_383, 16_384}) {
            String name = "n".repeat(Math.max(1, length));
            String value = "v".repeat(length);
            Headers headers = Headers.of("Host", "a", name, value, "Z", "z");
            assertThat(headers.first(name)).isEqualTo(value);
            assertThat(headers.first("Z")).isEqualTo("z");
            int bytes = 0;
            for (FieldCursor field = headers.cursor(); field.next(); ) {
                bytes += field.size();
            }
            assertThat(bytes).isEqualTo(headers.bytes());
        }
    }
}
