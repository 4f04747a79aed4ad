package io.wsloop.examples.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who is in a room and what was said in it lately. */
final class Room {
    /** How many messages a newcomer finds. */
    static final int HISTORY = 50;

    private final String name;
    private final Set<Guest> guests = new LinkedHashSet<>();
    private final Deque<Said> history = new ArrayDeque<>();
    private long lastSeq;
    private long lastUse;

    /** The session behind a message is remembered, and never told. */
    private record Said(Outgoing.Message message, String session) {}

    Room(String name, long now) {
        this.name = name;
        this.lastUse = now;
    }

    String name() {
        return name;
    }

    boolean isEmpty() {
        return guests.isEmpty();
    }

    int size() {
        return guests.size();
    }

    /** When somebody last came, spoke or went. */
    long lastUse() {
        return lastUse;
    }

    /** The newcomer is not told of its own arrival: it gets the picture. */
    void enter(Guest guest, long now) {
        lastUse = now;
        tell(new Outgoing.Arrived(name, guest.name(), now));
        guests.add(guest);
    }

    void leave(Guest guest, long now) {
        lastUse = now;
        if (guests.remove(guest)) {
            tell(new Outgoing.Left(name, guest.name(), now));
        }
    }

    void say(Guest guest, Incoming.Say say, long now) {
        lastUse = now;
        for (Said said : history) {
            if (said.session().equals(guest.session()) && said.message().id().equals(say.id())) {
                // Sent again after an interruption that had swallowed the answer only.
                guest.tell(said.message());
                return;
            }
        }
        var message = new Outgoing.Message(name, ++lastSeq, guest.name(), say.text(), now, say.id());
        history.add(new Said(message, guest.session()));
        if (history.size() > HISTORY) {
            history.remove();
        }
        tell(message);
    }

    Outgoing.Joined picture() {
        List<String> people = guests.stream()
                .map(Guest::name)
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .toList();
        return new Outgoing.Joined(
                name, people, history.stream().map(Said::message).toList());
    }

    private void tell(Outgoing message) {
        Letter letter = new Letter(message);
        guests.forEach(guest -> guest.tell(letter));
    }
}
