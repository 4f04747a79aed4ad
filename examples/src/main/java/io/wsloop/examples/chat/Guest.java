package io.wsloop.examples.chat;

/** A person in the hall. Outlives a line when the same page comes back on another one. */
final class Guest {
    private final String name;
    private final String session;
    private Line line;
    private Room room;

    Guest(String name, String session, Line line, Room room) {
        this.name = name;
        this.session = session;
        this.line = line;
        this.room = room;
    }

    String name() {
        return name;
    }

    String session() {
        return session;
    }

    Room room() {
        return room;
    }

    void moveTo(Room next) {
        room = next;
    }

    /** A line that was replaced is still read until it has closed; what it says no longer counts. */
    boolean isReachedBy(Line other) {
        return line == other;
    }

    void tell(Outgoing message) {
        tell(new Letter(message));
    }

    void tell(Letter letter) {
        line.send(letter);
    }

    void replaceLine(Line next) {
        Line old = line;
        line = next;
        old.replaced();
    }
}
