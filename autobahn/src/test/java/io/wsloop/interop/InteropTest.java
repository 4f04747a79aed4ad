package io.wsloop.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wsloop.CloseOutcome;
import io.wsloop.interop.ForeignPeer.Library;
import io.wsloop.nio.WebSocketServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Messages of every kind and size, plain and compressed, to and from other implementations. Their inflaters are zlib's,
 * opened with the window that was agreed: a message of ours that referred further back would not come through.
 *
 * <p>{@code -Dinterop.messages=1000} sends as many with each setting, {@code -Dinterop.full=true} tries every window.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS) // for the whole; each echo has its own patience
class InteropTest {
    private static final int MESSAGES = Integer.getInteger("interop.messages", 8);

    /** zlib knows no raw window of 8 bits. */
    private static List<Agreement> agreements() {
        List<Agreement> all = new ArrayList<>(
                Boolean.getBoolean("interop.full")
                        ? Agreement.all(9, 10, 11, 12, 13, 14, 15)
                        : Agreement.all(9, 12, 15));
        all.add(0, Agreement.PLAIN);
        return all;
    }

    @ParameterizedTest
    @EnumSource
    void ourClientIsUnderstoodByTheirServer(Library library) throws Exception {
        try (ForeignPeer peer = ForeignPeer.server(library)) {
            URI url = URI.create("ws://127.0.0.1:" + peer.port() + "/");
            long seed = 1;
            for (Agreement agreement : agreements()) {
                List<Letter> letters = Letter.several(MESSAGES, seed);
                CloseOutcome outcome = OwnClient.exchange(url, agreement.options(), letters, seed++);
                assertThat(outcome.clean()).as("%s: %s", agreement, outcome).isTrue();
                assertThat(outcome.code()).isEqualTo(1000);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theirClientIsUnderstoodByOurServer(Library library) throws Exception {
        try (WebSocketServer server = OwnEcho.start();
                ForeignPeer peer = ForeignPeer.client(library)) {
            String url = "ws://127.0.0.1:" + server.port() + "/";
            long seed = 1;
            for (Agreement agreement : agreements()) {
                List<Letter> letters = Letter.several(MESSAGES, seed);
                JsonNode result = peer.run(url, agreement, letters, seed++);
                assertThat(result.path("ok").asBoolean())
                        .as("%s: %s", agreement, result)
                        .isTrue();
                assertThat(result.path("messages").asInt()).isEqualTo(MESSAGES);
                String extensions = result.path("extensions").asText();
                assertThat(extensions.contains("permessage-deflate") || extensions.contains("PerMessageDeflate"))
                        .as("%s agreed on %s", agreement, extensions)
                        .isEqualTo(agreement.deflate());
            }
        }
    }
}
