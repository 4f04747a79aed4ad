package io.wsloop.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HallTest {
    private static final long NOW = 1_700_000_000_000L;

    private final Hall hall = new Hall("epoch-1", () -> NOW);
    private final FakeLine adaLine = new FakeLine();
    private final FakeLine bobLine = new FakeLine();

    private static Incoming.Hello hello(String name) {
        return hello(name, "lobby");
    }

    private static Incoming.Hello hello(String name, String room) {
        return new Incoming.Hello("session-of-" + Names.key(name), name, room);
    }

    private static Outgoing.Rooms rooms(Outgoing.Rooms.Info... rooms) {
        return new Outgoing.Rooms(List.of(rooms));
    }

    @Test
    void whoEntersIsGreetedWithNamePictureAndRooms() throws Refusal {
        hall.enter(adaLine, hello("Ada"));

        assertThat(adaLine.heard())
                .containsExactly(
                        new Outgoing.Welcome("Ada", "epoch-1", 2000),
                        new Outgoing.Joined("lobby", List.of("Ada"), List.of()),
                        rooms(new Outgoing.Rooms.Info("lobby", 1)));
    }

    @Test
    void thoseWhoAreHereHearOfArrivalsAndDepartures() throws Refusal {
        hall.enter(adaLine, hello("Ada"));
        Guest bob = hall.enter(bobLine, hello("Bob"));
        hall.leave(bob, bobLine);

        assertThat(adaLine.heard())
                .contains(new Outgoing.Arrived("lobby", "Bob", NOW), new Outgoing.Left("lobby", "Bob", NOW));
        assertThat(bobLine.heard(Outgoing.Arrived.class)).isEmpty();
    }

    @Test
    void aMessageReachesItsRoomAndNoOther() throws Refusal {
        Guest ada = hall.enter(adaLine, hello("Ada"));
        hall.enter(bobLine, hello("Bob"));
        FakeLine eveLine = new FakeLine();
        hall.enter(eveLine, hello("Eve", "tea"));

        hall.say(ada, new Incoming.Say("m1", "hi"));

        var message = new Outgoing.Message("lobby", 1, "Ada", "hi", NOW, "m1");
        assertThat(adaLine.heard()).contains(message);
        assertThat(bobLine.heard()).contains(message);
        assertThat(eveLine.heard(Outgoing.Message.class)).isEmpty();
    }

    @Test
    void aNameIsTakenInWhateverCase() throws Refusal {
        hall.enter(adaLine, hello("Ada"));
        var copy = new Incoming.Hello("another-session", "ADA", "lobby");

        assertThatThrownBy(() -> hall.enter(bobLine, copy)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(Refusal.Code.NAME_TAKEN);
            assertThat(refusal.reason()).isEqualTo("Somebody here is called Ada already.");
        });
        assertThat(bobLine.heard()).isEmpty();
    }

    @Test
    void aNameIsFreeAgainWhenItsOwnerHasGone() throws Refusal {
        hall.leave(hall.enter(adaLine, hello("Ada")), adaLine);

        Guest other = hall.enter(bobLine, new Incoming.Hello("another-session", "ada", "lobby"));

        assertThat(other.name()).isEqualTo("ada");
    }

    @Test
    void aSessionThatComesBackGetsItsPlaceAndNobodyHearsOfIt() throws Refusal {
        Guest ada = hall.enter(adaLine, hello("Ada"));
        hall.enter(bobLine, hello("Bob"));
        bobLine.heard();
        FakeLine second = new FakeLine();

        Guest again = hall.enter(second, hello("Ada"));
        hall.leave(ada, adaLine); // the old connection's end is noticed later

        assertThat(again).isSameAs(ada);
        assertThat(adaLine.isReplaced()).isTrue();
        assertThat(second.heard()).contains(new Outgoing.Joined("lobby", List.of("Ada", "Bob"), List.of()));
        assertThat(bobLine.heard()).allMatch(Outgoing.Rooms.class::isInstance);
    }

    @Test
    void aSessionThatComesBackUnderAnotherNameLeavesTheFirst() throws Refusal {
        hall.enter(adaLine, hello("Ada"));
        FakeLine second = new FakeLine();

        hall.enter(second, new Incoming.Hello("session-of-ada", "Augusta", "lobby"));

        assertThat(adaLine.isReplaced()).isTrue();
        assertThat(second.heard()).contains(new Outgoing.Joined("lobby", List.of("Augusta"), List.of()));
    }

    @Test
    void joiningMovesFromRoomToRoom() throws Refusal {
        Guest ada = hall.enter(adaLine, hello("Ada"));
        hall.enter(bobLine, hello("Bob"));
        bobLine.heard();
        adaLine.heard();

        hall.join(ada, new Incoming.Join("#Tea Time"));

        assertThat(adaLine.heard())
                .containsExactly(
                        new Outgoing.Joined("tea-time", List.of("Ada"), List.of()),
                        rooms(new Outgoing.Rooms.Info("lobby", 1), new Outgoing.Rooms.Info("tea-time", 1)));
        assertThat(bobLine.heard())
                .containsExactly(
                        new Outgoing.Left("lobby", "Ada", NOW),
                        rooms(new Outgoing.Rooms.Info("lobby", 1), new Outgoing.Rooms.Info("tea-time", 1)));
    }

    @Test
    void theLobbyLeadsTheList() throws Refusal {
        hall.enter(adaLine, hello("Ada", "attic"));

        assertThat(adaLine.heard())
                .contains(rooms(new Outgoing.Rooms.Info("lobby", 0), new Outgoing.Rooms.Info("attic", 1)));
    }

    @Test
    void aNewcomerFindsTheLast50Messages() throws Refusal {
        Guest ada = hall.enter(adaLine, hello("Ada"));
        for (int i = 1; i <= 51; i++) {
            hall.say(ada, new Incoming.Say("m" + i, "text " + i));
        }

        hall.enter(bobLine, hello("Bob"));

        var history = bobLine.heard(Outgoing.Joined.class).get(0).history();
        assertThat(history).hasSize(50);
        assertThat(history.get(0).text()).isEqualTo("text 2");
        assertThat(history.get(49)).isEqualTo(new Outgoing.Message("lobby", 51, "Ada", "text 51", NOW, "m51"));
    }

    @Test
    void aMessageSentAgainIsSaidOnceAndAnsweredAgain() throws Refusal {
        Guest ada = hall.enter(adaLine, hello("Ada"));
        Guest bob = hall.enter(bobLine, hello("Bob"));
        var say = new Incoming.Say("m1", "hi");
        hall.say(ada, say);
        hall.say(ada, say);
        hall.say(bob, say); // the same id from somebody else is another message

        assertThat(adaLine.heard(Outgoing.Message.class))
                .extracting(Outgoing.Message::seq)
                .containsExactly(1L, 1L, 2L);
        assertThat(bobLine.heard(Outgoing.Message.class))
                .extracting(Outgoing.Message::seq)
                .containsExactly(1L, 2L);
    }

    @Test
    void theRoomThatWasEmptyLongestMakesPlaceForTheHundredAndFirst() throws Refusal {
        long[] clock = {NOW};
        Hall ticking = new Hall("epoch", () -> clock[0]++);
        Guest ada = ticking.enter(adaLine, hello("Ada"));
        for (int i = 1; i < Hall.MAX_ROOMS; i++) {
            ticking.join(ada, new Incoming.Join("room" + i));
        }
        assertThat(lastRooms(adaLine)).hasSize(100).contains("room1");

        ticking.join(ada, new Incoming.Join("one-more"));

        assertThat(lastRooms(adaLine))
                .hasSize(100)
                .contains("lobby", "room2", "one-more")
                .doesNotContain("room1");
    }

    @Test
    void aHundredRoomsWithPeopleAreAsManyAsFit() throws Refusal {
        List<FakeLine> lines = new ArrayList<>();
        for (int i = 1; i < Hall.MAX_ROOMS; i++) {
            lines.add(new FakeLine());
            hall.enter(lines.get(i - 1), hello("guest " + i, "room" + i));
        }

        assertThatThrownBy(() -> hall.enter(adaLine, hello("Ada", "one-more")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(Refusal.Code.ROOMS_FULL));
        hall.enter(adaLine, hello("Ada"));
        assertThat(lastRooms(adaLine)).hasSize(100);
    }

    private static List<String> lastRooms(FakeLine line) {
        List<Outgoing.Rooms> all = line.heard(Outgoing.Rooms.class);
        return all.get(all.size() - 1).rooms().stream()
                .map(Outgoing.Rooms.Info::name)
                .toList();
    }
}
