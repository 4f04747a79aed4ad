package io.wsloop.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutgoingTest {
    @Test
    void isJsonWithItsTypeFirst() {
        assertThat(new Outgoing.Welcome("Ada", "e", 2000).json())
                .isEqualTo("{\"type\":\"welcome\",\"name\":\"Ada\",\"epoch\":\"e\",\"maxText\":2000}");
        assertThat(new Outgoing.Refused(new Refusal(Refusal.Code.NAME_TAKEN, "why")).json())
                .isEqualTo("{\"type\":\"refused\",\"code\":\"NAME_TAKEN\",\"message\":\"why\"}");
        assertThat(new Outgoing.Rooms(List.of(new Outgoing.Rooms.Info("lobby", 2))).json())
                .isEqualTo("{\"type\":\"rooms\",\"rooms\":[{\"name\":\"lobby\",\"people\":2}]}");
    }

    @Test
    void nestsTheHistoryOfARoom() {
        var message = new Outgoing.Message("lobby", 1, "Ada", "\"<b>\"", 5, "m1");
        assertThat(new Outgoing.Joined("lobby", List.of("Ada"), List.of(message)).json())
                .isEqualTo(
                        "{\"type\":\"joined\",\"room\":\"lobby\",\"people\":[\"Ada\"],\"history\":[{\"type\":\"message\","
                                + "\"room\":\"lobby\",\"seq\":1,\"from\":\"Ada\",\"text\":\"\\\"<b>\\\"\",\"at\":5,\"id\":\"m1\"}]}");
    }
}
