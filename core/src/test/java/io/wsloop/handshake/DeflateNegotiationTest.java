package io.wsloop.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Negotiation (RFC 7692 §5, §7.1), both sides. Against odd window bits: the server declines them and the client
 * refuses.
 */
class DeflateNegotiationTest {
    private static final DeflateOptions OPEN =
            DeflateOptions.defaults().withServerNoContextTakeover(false).withClientNoContextTakeover(false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "permessage-deflate                                       | permessage-deflate",
                "permessage-deflate; server_no_context_takeover           | permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover           | permessage-deflate; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=8             | permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_max_window_bits=9             | permessage-deflate; server_max_window_bits=9",
                "permessage-deflate; server_max_window_bits=15            | permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=\"10\"        | permessage-deflate; server_max_window_bits=10",
                "permessage-deflate; client_max_window_bits               | permessage-deflate",
                "permessage-deflate; client_max_window_bits=15            | permessage-deflate",
                "permessage-deflate; client_max_window_bits=8             | permessage-deflate; client_max_window_bits=8",
                "x-other, permessage-deflate                              | permessage-deflate",
                "permessage-deflate; unknown, permessage-deflate          | permessage-deflate",
                "permessage-deflate; server_max_window_bits=7, permessage-deflate; server_max_window_bits=12, permessage-deflate | permessage-deflate; server_max_window_bits=12",
            })
    void aServerAnswersTheFirstOfferThatItCanAccept(String offer, String answer) throws HeadException {
        assertThat(answer(offer, OPEN)).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-webkit-deflate-frame",
                "permessage-deflate; unknown",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=0",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=08",
                "permessage-deflate; server_max_window_bits=1000000000000000000000",
                "permessage-deflate; server_max_window_bits=x",
                "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
                "permessage-deflate; server_max_window_bits=10; server_max_window_bits=9",
                "permessage-deflate; client_max_window_bits=0",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=08",
                "permessage-deflate; client_max_window_bits; client_max_window_bits",
                "permessage-deflate; client_max_window_bits; client_max_window_bits=9",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover=1",
                "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
            })
    void aServerDeclinesAnOfferThatIsNotAsItMustBe(String offer) throws HeadException {
        assertThat(DeflateNegotiation.accept(ExtensionOffer.parse(List.of(offer)), OPEN))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-8", "+9", "9.0", "0x9", "1e1", "009"})
    void aServerDeclinesWhatOtherParsersTakeForANumber(String value) {
        for (String name : List.of("server_max_window_bits", "client_max_window_bits")) {
            ExtensionOffer offer =
                    new ExtensionOffer("permessage-deflate", List.of(new ExtensionOffer.Parameter(name, value)));
            assertThat(DeflateNegotiation.accept(List.of(offer), OPEN)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "=\"\"", "=\" 9\"", "=\"9,9\"", "=\"9", "=٩"})
    void aValueThatIsNoTokenFailsCleanlyBeforeItGetsHere(String value) {
        for (String name : List.of("server_max_window_bits", "client_max_window_bits")) {
            assertThatThrownBy(() -> ExtensionOffer.parse(List.of("permessage-deflate; " + name + value)))
                    .isInstanceOf(HeadException.class);
        }
    }

    @Test
    void aServersPolicyAddsWhatTheOfferDidNotAskFor() throws HeadException {
        assertThat(answer("permessage-deflate", DeflateOptions.defaults()))
                .isEqualTo("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
        assertThat(answer("permessage-deflate", OPEN.withServerMaxWindowBits(11)))
                .isEqualTo("permessage-deflate; server_max_window_bits=11");
        assertThat(answer("permessage-deflate; client_max_window_bits", OPEN.withClientMaxWindowBits(11)))
                .isEqualTo("permessage-deflate; client_max_window_bits=11");
    }

    @Test
    void aClientThatDoesNotNameItsWindowIsNotAskedForASmallerOne() throws HeadException {
        List<ExtensionOffer> offers = ExtensionOffer.parse(List.of("permessage-deflate"));

        DeflateTerms terms = DeflateNegotiation.accept(offers, OPEN.withClientMaxWindowBits(9));

        assertThat(terms).isEqualTo(new DeflateTerms(false, false, 15, 15));
    }

    @Test
    void anAnswerNeedsTheOffersThatLedToItsTerms() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeflateNegotiation.response(new DeflateTerms(true, true, 15, 15), List.of()))
                .withMessageContaining("expected the offers");
    }

    @Test
    void aClientOffersWhatItsOptionsSay() {
        assertThat(DeflateNegotiation.offers(DeflateOptions.defaults()))
                .extracting(ExtensionOffer::render)
                .containsExactly(
                        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits");
        assertThat(DeflateNegotiation.offers(OPEN.withServerMaxWindowBits(9).withClientMaxWindowBits(10)))
                .extracting(ExtensionOffer::render)
                .containsExactly("permessage-deflate; server_max_window_bits=9; client_max_window_bits=10");
    }

    @Test
    void noAnswerMeansNoCompression() throws HeadException {
        assertThat(DeflateNegotiation.confirm(List.of(), OPEN)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permessage-deflate                                                     | false | false | 12 | 11",
                "permessage-deflate; server_no_context_takeover; server_max_window_bits=8 | true | false | 8 | 11",
                "permessage-deflate; client_no_context_takeover; client_max_window_bits=9 | false | true | 12 | 9",
                "permessage-deflate; client_max_window_bits=15                          | false | false | 12 | 11",
            })
    void aClientTakesTheStricterOfOfferAndAnswer(
            String answer, boolean serverNoTakeover, boolean clientNoTakeover, int serverBits, int clientBits)
            throws HeadException {
        // A server that was offered a window names its own. It is added here to the answers without one.
        String whole = answer.contains("server_max") ? answer : answer + "; server_max_window_bits=12";

        DeflateTerms terms = DeflateNegotiation.confirm(
                ExtensionOffer.parse(List.of(whole)),
                OPEN.withServerMaxWindowBits(12).withClientMaxWindowBits(11));

        assertThat(terms).isEqualTo(new DeflateTerms(serverNoTakeover, clientNoTakeover, serverBits, clientBits));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-other",
                "permessage-deflate; server_max_window_bits=12, permessage-deflate; server_max_window_bits=12",
                "permessage-deflate; server_max_window_bits=12, x-other",
                "permessage-deflate",
                "permessage-deflate; server_max_window_bits=13",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=08",
                "permessage-deflate; server_max_window_bits=12; server_max_window_bits=12",
                "permessage-deflate; server_max_window_bits=12; client_max_window_bits",
                "permessage-deflate; server_max_window_bits=12; client_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=12; client_no_context_takeover=true",
                "permessage-deflate; server_max_window_bits=12; unknown",
            })
    void aClientRefusesWhatIsNoAnswerToItsOffer(String answer) throws HeadException {
        List<ExtensionOffer> parsed = ExtensionOffer.parse(List.of(answer));

        assertThatThrownBy(() -> DeflateNegotiation.confirm(parsed, OPEN.withServerMaxWindowBits(12)))
                .isInstanceOf(HeadException.class)
                .hasMessageContaining("expected")
                .hasMessageContaining("but came");
    }

    @Test
    void aClientRefusesAServerThatKeepsTheContextThoughAskedNotTo() throws HeadException {
        List<ExtensionOffer> answer = ExtensionOffer.parse(List.of("permessage-deflate"));

        assertThatThrownBy(() -> DeflateNegotiation.confirm(answer, OPEN.withServerNoContextTakeover(true)))
                .isInstanceOf(HeadException.class)
                .hasMessageContaining("server_no_context_takeover");
    }

    @Property(tries = 300)
    void bothEndsComeToTheSameTerms(
            @ForAll boolean[] choices,
            @ForAll @IntRange(min = 8, max = 15) int a,
            @ForAll @IntRange(min = 8, max = 15) int b,
            @ForAll @IntRange(min = 8, max = 15) int c,
            @ForAll @IntRange(min = 8, max = 15) int d)
            throws HeadException {
        DeflateOptions client = new DeflateOptions(on(choices, 0), on(choices, 1), a, b, 1, 0);
        DeflateOptions server = new DeflateOptions(on(choices, 2), on(choices, 3), c, d, 1, 0);
        List<ExtensionOffer> offers = ExtensionOffer.parse(
                List.of(DeflateNegotiation.offers(client).get(0).render()));

        DeflateTerms terms = DeflateNegotiation.accept(offers, server);

        assertThat(terms).isNotNull();
        String answer = DeflateNegotiation.response(terms, offers).render();
        assertThat(DeflateNegotiation.confirm(ExtensionOffer.parse(List.of(answer)), client))
                .isEqualTo(terms);
    }

    private static boolean on(boolean[] choices, int at) {
        return at < choices.length && choices[at];
    }

    private static String answer(String offer, DeflateOptions options) throws HeadException {
        List<ExtensionOffer> offers = ExtensionOffer.parse(List.of(offer));
        DeflateTerms terms = DeflateNegotiation.accept(offers, options);
        assertThat(terms).isNotNull();
        return DeflateNegotiation.response(terms, offers).render();
    }
}
