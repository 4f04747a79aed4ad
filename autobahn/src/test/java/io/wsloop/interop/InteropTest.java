package io.wsloop.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsloop.CloseOutcome;
import io.wsloop.interop.ForeignPeer.Library;
import io.wsloop.interop.Wiretap.Heard;
import io.wsloop.nio.WebSocketServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Messages of every kind and size, plain and compressed, to and from other implementations. A {@link Wiretap} between the
 * two tells what was agreed and that it was done. The Python peers inflate strictly: a message of ours that referred
 * further back than the agreed window would not come through.
 *
 * <p>{@code -Dinterop.messages=1000} sends as many with each setting, {@code -Dinterop.full=true} tries every window.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS) // for the whole; each echo has its own patience
class InteropTest {
    private static final int MESSAGES = Integer.getInteger("interop.messages", 8);
    private static final boolean FULL = Boolean.getBoolean("interop.full");

    @ParameterizedTest
    @EnumSource
    void ourClientIsUnderstoodByTheirServer(Library library) throws Exception {
        int smallest = library.smallestForeignWindow();
        List<Agreement> agreements = withPlain(Agreement.all(
                FULL ? range(9) : new int[] {9, 12, 15}, FULL ? range(smallest) : new int[] {smallest, 12, 15}));
        Report report = new Report(library, "server");
        try (ForeignPeer peer = ForeignPeer.server(library);
                Wiretap tap = new Wiretap(peer.port())) {
            URI url = URI.create("ws://127.0.0.1:" + tap.port() + "/");
            for (int seed = 0; seed < agreements.size(); seed++) {
                Agreement agreement = agreements.get(seed);
                List<Letter> letters = Letter.several(MESSAGES, seed);
                CompletableFuture<Heard> hearing = tap.next();
                CloseOutcome outcome = OwnClient.exchange(url, agreement.options(), letters, seed);
                assertThat(outcome.clean()).as("%s: %s", agreement, outcome).isTrue();
                assertThat(outcome.code()).isEqualTo(1000);
                Heard heard = hearing.get();
                checkMessages(agreement, letters, heard);
                if (agreement.deflate()) {
                    Terms offer = Terms.of(heard.client().extensions());
                    Terms answer = Terms.of(heard.server().extensions());
                    checkOffer(agreement, offer, true);
                    // RFC 7692 §7.1.1.1 and §7.1.2.1: what is accepted is confirmed, and a window is lowered at most.
                    assertThat(answer.names(Terms.SERVER_FORGETS)).isEqualTo(agreement.serverNoContextTakeover());
                    assertThat(answer.window(Terms.SERVER_WINDOW)).isLessThanOrEqualTo(agreement.serverMaxWindowBits());
                }
                report.add(heard);
            }
        }
        report.write();
    }

    @ParameterizedTest
    @EnumSource
    void theirClientIsUnderstoodByOurServer(Library library) throws Exception {
        int smallest = library.smallestForeignWindow();
        List<Agreement> agreements = withPlain(Agreement.all(
                with(FULL ? range(smallest) : new int[] {smallest, 12}, Agreement.UNNAMED),
                with(FULL ? range(9) : new int[] {9, 15}, Agreement.UNNAMED, Agreement.BARE)));
        Report report = new Report(library, "client");
        try (WebSocketServer server = OwnEcho.start();
                ForeignPeer peer = ForeignPeer.client(library);
                Wiretap tap = new Wiretap(server.port())) {
            for (int seed = 0; seed < agreements.size(); seed++) {
                Agreement agreement = agreements.get(seed);
                List<Letter> letters = Letter.several(MESSAGES, seed);
                CompletableFuture<Heard> hearing = tap.next();
                String url = "ws://127.0.0.1:" + tap.port() + (seed % 2 == 0 ? "/" : "/fragments");
                JsonNode result = peer.run(url, agreement, letters, seed);
                assertThat(result.path("ok").asBoolean())
                        .as("%s: %s", agreement, result)
                        .isTrue();
                assertThat(result.path("messages").asInt()).isEqualTo(MESSAGES);
                Heard heard = hearing.get();
                checkMessages(agreement, letters, heard);
                if (agreement.deflate()) {
                    Terms offer = Terms.of(heard.client().extensions());
                    checkOffer(agreement, offer, library.namesItsWindow());
                    assertThat(Terms.of(heard.server().extensions()))
                            .as("the answer to %s", offer)
                            .isEqualTo(offer.answer());
                }
                report.add(heard);
            }
        }
        report.write();
    }

    private static void checkMessages(Agreement agreement, List<Letter> letters, Heard heard) {
        int compressible =
                (int) letters.stream().filter(Letter::isWorthCompressing).count();
        for (Wiretap.Direction direction : List.of(heard.client(), heard.server())) {
            assertThat(direction.messages()).isEqualTo(letters.size());
            if (agreement.deflate()) {
                assertThat(direction.compressed()).as("%s", agreement).isBetween(compressible, letters.size());
            } else {
                assertThat(direction.compressed()).isZero();
                assertThat(direction.extensions()).isEmpty();
            }
        }
    }

    private static void checkOffer(Agreement agreement, Terms offer, boolean namesItsWindow) {
        assertThat(offer.names(Terms.SERVER_FORGETS)).isEqualTo(agreement.serverNoContextTakeover());
        assertThat(offer.names(Terms.CLIENT_FORGETS)).isEqualTo(agreement.clientNoContextTakeover());
        assertThat(offer.window(Terms.SERVER_WINDOW)).isEqualTo(widest(agreement.serverMaxWindowBits()));
        assertThat(offer.names(Terms.CLIENT_WINDOW)).isEqualTo(agreement.clientMaxWindowBits() != Agreement.UNNAMED);
        assertThat(offer.window(Terms.CLIENT_WINDOW))
                .isEqualTo(namesItsWindow ? widest(agreement.clientMaxWindowBits()) : 15);
    }

    private static int widest(int window) {
        return window == Agreement.UNNAMED || window == Agreement.BARE ? 15 : window;
    }

    private static int[] range(int smallest) {
        return IntStream.rangeClosed(smallest, 15).toArray();
    }

    private static int[] with(int[] windows, int... more) {
        return IntStream.concat(IntStream.of(more), IntStream.of(windows)).toArray();
    }

    private static List<Agreement> withPlain(List<Agreement> agreements) {
        List<Agreement> all = new ArrayList<>(agreements);
        all.add(0, Agreement.PLAIN);
        return all;
    }
}
