package io.wsloop.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.examples.Peer;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program of the page about rooms, over real sockets. */
class RoomsTest {
    private WebSocketClient client;

    @BeforeEach
    void start() throws IOException {
        client = WebSocketClient.builder().build();
    }

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void aRoomIsHeardByItsMembersOnly() throws Exception {
        Rooms rooms = new Rooms();
        try (WebSocketServer server = rooms.start(0)) {
            Peer ada = Peer.connect(client, Local.url(server, "/rooms/red"));
            Peer bob = Peer.connect(client, Local.url(server, "/rooms/red"));
            Peer eve = Peer.connect(client, Local.url(server, "/rooms/blue"));
            // A connection that has had an answer is a member: onOpen comes before onText.
            eve.socket().sendText("blue");
            assertThat(eve.next()).isEqualTo("blue");
            bob.socket().sendText("I am here");
            assertThat(bob.next()).isEqualTo("I am here");
            ada.socket().sendText("red");
            assertThat(bob.next()).isEqualTo("red");
            assertThat(rooms.say("blue", "news")).isEqualTo(1);
            assertThat(eve.next()).isEqualTo("news");
            eve.socket().close();
            assertThat(eve.end().clean()).isTrue();
        }
        assertThat(rooms.say("red", "nobody")).isZero();
        assertThat(rooms.say("blue", "nobody")).isZero();
    }
}
