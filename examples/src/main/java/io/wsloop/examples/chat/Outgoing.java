package io.wsloop.examples.chat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** What a page is told, version 1: JSON objects whose {@code type} is the record's name. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outgoing.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = Outgoing.Joined.class, name = "joined"),
    @JsonSubTypes.Type(value = Outgoing.Rooms.class, name = "rooms"),
    @JsonSubTypes.Type(value = Outgoing.Message.class, name = "message"),
    @JsonSubTypes.Type(value = Outgoing.Arrived.class, name = "arrived"),
    @JsonSubTypes.Type(value = Outgoing.Left.class, name = "left"),
    @JsonSubTypes.Type(value = Outgoing.Refused.class, name = "refused")
})
sealed interface Outgoing {
    /**
     * The name is given.
     *
     * @param name as others see it
     * @param epoch differs after each start of the server, whose memory of rooms begins anew then
     * @param maxText the most characters of a message
     */
    record Welcome(String name, String epoch, int maxText) implements Outgoing {}

    /**
     * The whole picture of the room that the page is in now.
     *
     * @param room its name
     * @param people who are here, the page's own person too
     * @param history the latest messages, oldest first
     */
    record Joined(String room, List<String> people, List<Message> history) implements Outgoing {}

    /**
     * All rooms, in order, whenever one of them changed.
     *
     * @param rooms the list
     */
    record Rooms(List<Info> rooms) implements Outgoing {
        /**
         * A room as a list shows it.
         *
         * @param name its name
         * @param people how many are in it
         */
        record Info(String name, int people) {}
    }

    /**
     * Somebody said something.
     *
     * @param room where
     * @param seq one more than the message before it in this room
     * @param from the name
     * @param text as typed, never markup
     * @param at milliseconds since 1970
     * @param id what its author's page called it
     */
    record Message(String room, long seq, String from, String text, long at, String id) implements Outgoing {}

    /**
     * Somebody came.
     *
     * @param room where
     * @param name who
     * @param at milliseconds since 1970
     */
    record Arrived(String room, String name, long at) implements Outgoing {}

    /**
     * Somebody went.
     *
     * @param room where
     * @param name who
     * @param at milliseconds since 1970
     */
    record Left(String room, String name, long at) implements Outgoing {}

    /**
     * Something was not done.
     *
     * @param code why, for the page
     * @param message why, for its reader
     */
    record Refused(Refusal.Code code, String message) implements Outgoing {
        Refused(Refusal refusal) {
            this(refusal.code(), refusal.reason());
        }
    }

    /** As it goes over the wire. */
    default String json() {
        try {
            return Mapper.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings and numbers is always JSON", e);
        }
    }

    /** One for all: it is safe for threads and costly to make. */
    final class Mapper {
        private static final ObjectMapper MAPPER = new ObjectMapper();

        private Mapper() {}
    }
}
