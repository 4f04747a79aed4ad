package io.wsloop.handshake;

import static io.wsloop.handshake.Heads.upgrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.deflate.DeflateOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate in whole handshakes. Against odd window bits: no exception escapes, for any window of a peer. */
class DeflateHandshakeTest {
    private static final DeflateOptions OPTIONS = DeflateOptions.defaults();
    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";
    private static final String GOOD = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server_max_window_bits=0",
                "server_max_window_bits=7",
                "server_max_window_bits=16",
                "server_max_window_bits=08",
                "server_max_window_bits",
                "server_max_window_bits=-1",
                "server_max_window_bits=99999999999",
                "client_max_window_bits=0",
                "client_max_window_bits=016",
                "client_max_window_bits=\"7\"",
                "server_max_window_bits=10; server_max_window_bits=10",
                "server_no_context_takeover=1",
                "server_no_context_takeover; server_no_context_takeover",
                "unknown"
            })
    void anOddOfferIsDeclinedAndTheNextOneTaken(String parameters) throws HeadException {
        String offer = EXTENSIONS + ": permessage-deflate; " + parameters;
        assertThat(accept(offer + "\r\n").deflate()).as("alone").isNull();
        assertThat(accept(offer + "\r\n").response().headers().contains(EXTENSIONS))
                .isFalse();
        assertThat(accept(offer + ", permessage-deflate\r\n").deflate())
                .as("first of two")
                .isNotNull();
        assertThat(accept(offer + "\r\n" + EXTENSIONS + ": permessage-deflate\r\n")
                        .deflate())
                .as("two lines")
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"server_max_window_bits=", "server_max_window_bits=\"\"", "client_max_window_bits=\"1 0\"", ""})
    void anOfferThatIsNoSyntaxIsRefused(String parameters) throws HeadException {
        RequestHead request = upgrade(EXTENSIONS + ": permessage-deflate; " + parameters + "\r\n");
        HandshakeResult.Rejected refusal = ServerHandshake.check(request);
        assertThat(refusal).isNotNull();
        assertThat(refusal.status()).isEqualTo(400);
        assertThatThrownBy(() -> ServerHandshake.accept(request, List.of(), OPTIONS, Headers.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did not pass check()");
    }

    @Test
    void aQuotedWindowIsHonoured() throws HeadException {
        HandshakeResult.Accepted accepted =
                accept(EXTENSIONS + ": permessage-deflate; server_max_window_bits=\"9\"\r\n");
        assertThat(accepted.deflate()).isNotNull();
        assertThat(accepted.deflate().serverMaxWindowBits()).isEqualTo(9);
        assertThat(accepted.response().headers().first(EXTENSIONS)).contains("server_max_window_bits=9");
    }

    @Test
    void whoeverOffersNothingOrIsDeniedItGetsNone() throws HeadException {
        assertThat(accept("").deflate()).isNull();
        RequestHead offering = upgrade(EXTENSIONS + ": permessage-deflate\r\n");
        assertThat(ServerHandshake.accept(offering, List.of(), null, Headers.EMPTY)
                        .deflate())
                .isNull();
    }

    @Test
    void bothRolesAgreeOnTheSameTerms() throws Exception {
        ClientHandshake client = client();
        RequestHead request = Heads.request(new String(client.bytes().array(), StandardCharsets.ISO_8859_1));
        assertThat(ServerHandshake.check(request)).isNull();
        HandshakeResult.Accepted served = ServerHandshake.accept(request, List.of(), OPTIONS, Headers.EMPTY);
        ResponseHead response = Heads.response(new String(served.bytes().array(), StandardCharsets.ISO_8859_1));
        assertThat(client.check(response).deflate()).isNotNull().isEqualTo(served.deflate());
    }

    @Test
    void aServerMayDeclineWhatTheClientOffers() throws Exception {
        assertThat(client().check(Heads.response(GOOD + "\r\n")).deflate()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "permessage-deflate, permessage-deflate",
                "permessage-deflate, x",
                "permessage-deflate; server_max_window_bits=7",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate; unknown",
                "permessage-deflate; server_max_window_bits=",
                ";"
            })
    void anAnswerToSomethingElseFailsWithItsReason(String answer) throws HeadException {
        ResponseHead response = Heads.response(GOOD + EXTENSIONS + ": " + answer + "\r\n\r\n");
        assertThatThrownBy(() -> client().check(response))
                .isInstanceOf(HandshakeException.class)
                .hasMessageContaining("expected an answer to what was offered")
                .hasCauseInstanceOf(HeadException.class);
    }

    private static HandshakeResult.Accepted accept(String lines) throws HeadException {
        RequestHead request = upgrade(lines);
        assertThat(ServerHandshake.check(request)).isNull();
        return ServerHandshake.accept(request, List.of(), OPTIONS, Headers.EMPTY);
    }

    private static ClientHandshake client() {
        byte[] nonce = "the sample nonce".getBytes(StandardCharsets.US_ASCII);
        return ClientHandshake.of(URI.create("ws://localhost/"), List.of(), OPTIONS, Headers.EMPTY, nonce);
    }
}
