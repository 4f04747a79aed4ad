package io.wsloop.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of a server's refusal reaches a log, and nothing else of its body does. */
class RefusalTextTest {
    private static String message(byte[] body, String... fields) {
        ResponseHead response = new ResponseHead("HTTP/1.1", 401, "No", Headers.of(fields));
        return String.valueOf(new HandshakeException("refused", response, new byte[0])
                .withBody(body)
                .getMessage());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, true",
        "TEXT/HTML; charset=utf-8, true",
        "application/problem+json, true",
        "image/png, false",
        "application/octet-stream, false"
    })
    void textIsShownAndNothingElse(String type, boolean shown) {
        assertThat(message(utf8(" token expired\n"), "Content-Type", type))
                .isEqualTo(shown ? "refused; the server says \"token expired\"" : "refused");
    }

    @Test
    void aCompressedBodyIsNoText() {
        assertThat(message(utf8("x"), "Content-Encoding", "gzip")).isEqualTo("refused");
    }

    @Test
    void whatMovesTheCursorIsEscaped() {
        assertThat(message(utf8("a\r\nb\tc\u001b[31m\u202e\u2028\u0000")))
                .isEqualTo("refused; the server says \"a\\r\\nb\\tc\\u{1b}[31m\\u{202e}\\u{2028}\\u{0}\"");
        assertThat(message(new byte[] {'a', (byte) 0x9b, 'b'})).endsWith("\"a\\u{9b}b\"");
    }

    @Test
    void aCharacterThatWasCutIsLeftOff() {
        byte[] whole = utf8("größe 🙂");
        assertThat(message(Arrays.copyOf(whole, whole.length - 1))).endsWith("\"größe\"");
        assertThat(message(whole)).endsWith("\"größe 🙂\"");
    }

    @Test
    void aPageIsShownByItsBeginning() {
        assertThat(message(utf8("x".repeat(200)))).endsWith("\"" + "x".repeat(200) + "\"");
        assertThat(message(utf8("x".repeat(201)))).endsWith("\"" + "x".repeat(200) + "…\"");
    }

    @Test
    void theTextIsAddedOnce() {
        HandshakeException twice = new HandshakeException("refused", null, new byte[0])
                .withBody(utf8("one"))
                .withBody(utf8("two"));
        assertThat(twice).hasMessage("refused; the server says \"two\"");
        assertThat(twice.withBody(new byte[0])).hasMessage("refused");
    }

    @Property
    void noBodyPutsAControlCharacterIntoTheMessage(@ForAll byte[] body) {
        String message = message(body);
        assertThat(message.chars().filter(Character::isISOControl).count()).isZero();
        assertThat(message.length()).isLessThan(200 * 10 + 40);
    }

    @Test
    void theReasonPhraseIsEscapedToo() throws HeadException {
        ResponseHead response = Heads.response("HTTP/1.1 403 a\u009b31m\r\n\r\n");
        ClientHandshake handshake =
                ClientHandshake.of(URI.create("ws://a/"), List.of(), null, Headers.EMPTY, new byte[16]);
        assertThatThrownBy(() -> handshake.check(response)).hasMessageContaining("got 403 a\\u{9b}31m");
    }
}
