package io.wsloop.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.handshake.ExtensionOffer.Parameter;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The syntax of Sec-WebSocket-Extensions. Against odd parameters: the parser reads them whole or refuses the header.
 */
class ExtensionOfferTest {
    @Test
    void offersKeepTheirOrderOverCommasAndLines() throws HeadException {
        List<ExtensionOffer> offers = ExtensionOffer.parse(List.of(
                " permessage-deflate ; client_max_window_bits;server_max_window_bits = \"1\\0\" ,, x ,",
                "",
                "y;a=b;a=c"));
        assertThat(offers)
                .containsExactly(
                        new ExtensionOffer(
                                "permessage-deflate",
                                List.of(
                                        new Parameter("client_max_window_bits", null),
                                        new Parameter("server_max_window_bits", "10"))),
                        new ExtensionOffer("x", List.of()),
                        new ExtensionOffer("y", List.of(new Parameter("a", "b"), new Parameter("a", "c"))));
        assertThat(offers.get(0).render())
                .isEqualTo("permessage-deflate; client_max_window_bits; server_max_window_bits=10");
        assertThat(ExtensionOffer.parse(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";",
                "a;",
                "a;;b",
                "a;=1",
                "a;b=",
                "a;b=;c",
                "a b",
                "a=1",
                "a;b=\"",
                "a;b=\"c",
                "a;b=\"c\\",
                "a;b=\"\"",
                "a;b=\"c d\"",
                "a;b=\"c,d\"",
                "a;b=\"c\"d",
                "a;b=c d",
                "\"a\"",
                "a;\"b\"",
                "a;b=\"\\\"\"",
                "é",
                "a/b",
                "a;b=c=d"
            })
    void whatIsNoListOfExtensionsIsRefused(String line) {
        assertThatThrownBy(() -> ExtensionOffer.parse(List.of("good", line)))
                .isInstanceOfSatisfying(
                        HeadException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessageContaining("Sec-WebSocket-Extensions: expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\n", "a;b", "\"a\""})
    void whatACallerNamesMustBeTokens(String text) {
        assertThatThrownBy(() -> new ExtensionOffer(text, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Parameter(text, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Parameter("a", text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void anyTextIsParsedToWhatRendersTheSameOrRefused(
            @ForAll
                    @StringLength(max = 40)
                    @Chars({'a', 'b', ';', '=', ',', '"', '\\', ' ', '\t'})
                    @CharRange(from = '0', to = '1')
                    String line) {
        try {
            List<ExtensionOffer> offers = ExtensionOffer.parse(List.of(line));
            List<String> rendered = offers.stream().map(ExtensionOffer::render).toList();
            assertThat(ExtensionOffer.parse(rendered)).isEqualTo(offers);
        } catch (HeadException e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }
}
