package io.wsloop.benchmarks.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing to measure, as its name says it. The guide on benchmarks lists the names.
 *
 * @param name the name itself
 * @param kind what is done
 * @param connections how many at once, or in all of the first; of those at a rate, how many may wait for their handshake
 * @param inflight messages on the way on each
 * @param bytes payload of a message
 * @param payload what it is made of
 * @param deflate whether permessage-deflate is asked for
 * @param perSecond messages or connections a second of an open loop, else 0
 * @param slow subscribers that never read, of the connections
 */
public record Cell(
        String name,
        Kind kind,
        int connections,
        int inflight,
        int bytes,
        Payload payload,
        boolean deflate,
        int perSecond,
        int slow) {
    /** What is done, and what is counted. */
    public enum Kind {
        /** A closed loop of echoes. */
        ECHO("message"),
        /** Echoes at a given rate. */
        OPEN_LOOP("message"),
        /** One message to many. */
        FAN_OUT("delivery"),
        /** One message to many, at a given rate. */
        PACED_FAN_OUT("delivery"),
        /** Connections that come and go. */
        CONNECT("connection"),
        /** Connections that come at a given rate, and go. */
        PACED_CONNECT("connection"),
        /** The first connections of a server's process. */
        FIRST_CONNECTS("connection"),
        /** Connections that stay. */
        IDLE("connection");

        private final String unit;

        Kind(String unit) {
            this.unit = unit;
        }

        /** {@return what a result of this kind counts, in a word} */
        public String unit() {
            return unit;
        }
    }

    private static final int MAX_CONNECTIONS = 60_000;
    private static final int MAX_INFLIGHT = 1024;
    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_PER_SECOND = 10_000_000;

    /** How many messages a subscriber of a paced broadcast may lag behind before the server counts as not keeping up. */
    private static final int FAN_WINDOW = 32;

    /** How many may wait at {@code open-RATE-connect} before the server counts as not keeping up. */
    private static final int OPENING_WINDOW = 1024;

    private static final int IDLE_BYTES = 125;

    private static final Pattern WITH_MESSAGES = Pattern.compile(
            "(?<deflate>z-)?(?:(?<rtt>rtt)"
                    + "|c(?<conns>\\d+k?)(?:p(?<inflight>\\d+))?"
                    + "|(?:open|tail)-(?<rate>\\d+k?)-c(?<openConns>\\d+k?)"
                    + "|(?:open-(?<fanRate>\\d+k?)-)?fan(?<fan>\\d+k?)(?:s(?<slow>\\d+k?))?)-(?<size>\\d+[km]?)(?<text>-[tu])?");
    private static final Pattern WITHOUT =
            Pattern.compile("(?:open-(?<rate>\\d+k?)-|first-(?<first>\\d+k?)-)?connect|idle-(?<idle>\\d+k?)");

    /** Reads a name. */
    public static Cell parse(String name) {
        Matcher match = WITH_MESSAGES.matcher(name);
        if (match.matches()) {
            return withMessages(name, match);
        }
        match = WITHOUT.matcher(name);
        if (!match.matches()) {
            throw new IllegalArgumentException("expected the name of a cell such as rtt-125, c100p16-1k-t, z-c100-1k,"
                    + " open-50k-c100-125, fan1000-125, connect or idle-10k, got " + name);
        }
        String idle = match.group("idle");
        if (idle != null) {
            return new Cell(name, Kind.IDLE, connections(name, idle), 1, IDLE_BYTES, Payload.BINARY, false, 0, 0);
        }
        String first = match.group("first");
        if (first != null) {
            int number = connections(name, first);
            return new Cell(name, Kind.FIRST_CONNECTS, number, 1, IDLE_BYTES, Payload.BINARY, false, 0, 0);
        }
        String rate = match.group("rate");
        if (rate == null) {
            return new Cell(name, Kind.CONNECT, Connects.AT_A_TIME, 1, IDLE_BYTES, Payload.BINARY, false, 0, 0);
        }
        int perSecond = within(name, "a rate", count(rate), 1, MAX_PER_SECOND);
        return new Cell(name, Kind.PACED_CONNECT, OPENING_WINDOW, 1, IDLE_BYTES, Payload.BINARY, false, perSecond, 0);
    }

    private static Cell withMessages(String name, Matcher match) {
        boolean deflate = match.group("deflate") != null;
        Payload payload = payload(match.group("text"), deflate);
        int bytes = within(name, "a payload", size(match.group("size")), 1, MAX_BYTES);
        String rate = match.group("rate");
        if (rate != null) {
            int perSecond = within(name, "a rate", count(rate), 1, MAX_PER_SECOND);
            int conns = connections(name, match.group("openConns"));
            return new Cell(name, Kind.OPEN_LOOP, conns, window(bytes), bytes, payload, deflate, perSecond, 0);
        }
        String fan = match.group("fan");
        if (fan != null) {
            return fanOut(name, match, bytes, payload, deflate);
        }
        if (match.group("rtt") != null) {
            return new Cell(name, Kind.ECHO, 1, 1, bytes, payload, deflate, 0, 0);
        }
        String p = match.group("inflight");
        int inflight = p == null ? 1 : within(name, "a number in flight", count(p), 1, MAX_INFLIGHT);
        return new Cell(
                name, Kind.ECHO, connections(name, match.group("conns")), inflight, bytes, payload, deflate, 0, 0);
    }

    private static Cell fanOut(String name, Matcher match, int bytes, Payload payload, boolean deflate) {
        int subscribers = connections(name, match.group("fan"));
        String slow = match.group("slow");
        int deaf = slow == null ? 0 : within(name, "a number of slow subscribers", count(slow), 1, subscribers);
        String rate = match.group("fanRate");
        if (rate == null) {
            return new Cell(name, Kind.FAN_OUT, subscribers, 1, bytes, payload, deflate, 0, deaf);
        }
        int perSecond = within(name, "a rate", count(rate), 1, MAX_PER_SECOND);
        return new Cell(name, Kind.PACED_FAN_OUT, subscribers, FAN_WINDOW, bytes, payload, deflate, perSecond, deaf);
    }

    /** {@return whether it is one message to many, whatever its rate} */
    public boolean fanOut() {
        return kind == Kind.FAN_OUT || kind == Kind.PACED_FAN_OUT;
    }

    /** How many messages may wait on one connection of an open loop before it counts as not keeping up. */
    private static int window(int bytes) {
        return Math.max(4, Math.min(MAX_INFLIGHT, (4 << 20) / bytes));
    }

    private static Payload payload(@Nullable String suffix, boolean deflate) {
        if (suffix == null) {
            return deflate ? Payload.JSON : Payload.BINARY;
        }
        return suffix.equals("-u") ? Payload.MIXED : Payload.JSON;
    }

    private static int connections(String name, String digits) {
        return within(name, "a number of connections", count(digits), 1, MAX_CONNECTIONS);
    }

    private static int within(String name, String what, long number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    "expected %s from %,d to %,d in the cell %s, got %,d".formatted(what, least, most, name, number));
        }
        return (int) number;
    }

    private static long count(String digits) {
        return scaled(digits, 1000);
    }

    private static long size(String digits) {
        return scaled(digits, 1024);
    }

    private static long scaled(String digits, int thousand) {
        long unit = digits.endsWith("k") ? thousand : digits.endsWith("m") ? (long) thousand * thousand : 1;
        String number = unit == 1 ? digits : digits.substring(0, digits.length() - 1);
        return number.length() > 9 ? Long.MAX_VALUE : Long.parseLong(number) * unit;
    }
}
