package io.wsloop.examples.chat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Everything that the people of the chat share: names and rooms. One thread, the loop's, so there is no lock here and no
 * half-finished state for another thread to see.
 */
final class Hall {
    /** Where those begin who ask for nothing else; always there. */
    static final String LOBBY = "lobby";

    static final int MAX_ROOMS = 100;

    private final String epoch;
    private final LongSupplier clock;
    private final Map<String, Guest> guestsByName = new HashMap<>();
    private final Map<String, Guest> guestsBySession = new HashMap<>();
    private final Map<String, Room> rooms = new TreeMap<>();

    /**
     * An empty hall.
     *
     * @param epoch tells pages whether they come back to the same hall
     * @param clock milliseconds since 1970
     */
    Hall(String epoch, LongSupplier clock) {
        this.epoch = epoch;
        this.clock = clock;
        rooms.put(LOBBY, new Room(LOBBY, clock.getAsLong()));
    }

    /** Gives a name and a room, or the name back to the page that had it. */
    Guest enter(Line line, Incoming.Hello hello) throws Refusal {
        String name = Names.person(hello.name());
        Room room = room(hello.room());
        Guest present = guestsBySession.get(hello.session());
        Guest holder = guestsByName.get(Names.key(name));
        if (holder != null && holder != present) {
            throw new Refusal(Refusal.Code.NAME_TAKEN, "Somebody here is called " + holder.name() + " already.");
        }
        if (present != null && present.name().equals(name)) {
            comeBack(present, line, room);
            return present;
        }
        if (present != null) {
            remove(present);
            present.replaceLine(line);
        }
        Guest guest = new Guest(name, hello.session(), line, room);
        guestsByName.put(Names.key(name), guest);
        guestsBySession.put(hello.session(), guest);
        room.enter(guest, now());
        greet(guest);
        return guest;
    }

    /** Nobody else needs to know that a page's connection was renewed. */
    private void comeBack(Guest guest, Line line, Room room) {
        guest.replaceLine(line);
        if (guest.room() != room) {
            move(guest, room);
        }
        greet(guest);
    }

    private void greet(Guest guest) {
        guest.tell(new Outgoing.Welcome(guest.name(), epoch, Incoming.MAX_TEXT));
        guest.tell(guest.room().picture());
        tellRooms();
    }

    void join(Guest guest, Incoming.Join join) throws Refusal {
        Room room = room(join.room());
        if (room != guest.room()) {
            move(guest, room);
        }
        guest.tell(room.picture());
        tellRooms();
    }

    void say(Guest guest, Incoming.Say say) {
        guest.room().say(guest, say, now());
    }

    /** The line has ended. The guest goes, unless another line has taken over. */
    void leave(Guest guest, Line line) {
        if (guest.isReachedBy(line)) {
            remove(guest);
            tellRooms();
        }
    }

    private void move(Guest guest, Room room) {
        guest.room().leave(guest, now());
        guest.moveTo(room);
        room.enter(guest, now());
    }

    private void remove(Guest guest) {
        guestsByName.remove(Names.key(guest.name()));
        guestsBySession.remove(guest.session());
        guest.room().leave(guest, now());
    }

    /** Finds a room or opens one; the room that has been empty longest makes place. */
    private Room room(String typed) throws Refusal {
        String name = Names.room(typed);
        Room room = rooms.get(name);
        if (room != null) {
            return room;
        }
        if (rooms.size() >= MAX_ROOMS) {
            Room oldest = rooms.values().stream()
                    .filter(r -> r.isEmpty() && !r.name().equals(LOBBY))
                    .min(Comparator.comparingLong(Room::lastUse))
                    .orElseThrow(() -> new Refusal(
                            Refusal.Code.ROOMS_FULL,
                            "There are " + MAX_ROOMS + " rooms with people in them, and that is as many as fit."));
            rooms.remove(oldest.name());
        }
        Room opened = new Room(name, now());
        rooms.put(name, opened);
        return opened;
    }

    private void tellRooms() {
        List<Outgoing.Rooms.Info> list = new ArrayList<>(rooms.size());
        for (Room room : rooms.values()) {
            // The lobby leads, the others follow by name.
            list.add(room.name().equals(LOBBY) ? 0 : list.size(), new Outgoing.Rooms.Info(room.name(), room.size()));
        }
        Letter letter = new Letter(new Outgoing.Rooms(list));
        guestsByName.values().forEach(guest -> guest.tell(letter));
    }

    private long now() {
        return clock.getAsLong();
    }
}
