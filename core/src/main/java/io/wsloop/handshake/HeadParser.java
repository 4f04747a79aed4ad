package io.wsloop.handshake;

import io.wsloop.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Parses one head as its bytes come. It is a state machine that checks each byte once. It stores each field at the end
 * of its line, so it never goes back over the head.
 */
final class HeadParser {
    private static final int FIRST_CAPACITY = 128;
    private static final int CHUNK = 1024;
    private static final byte[] NOTHING = new byte[0];

    /** The element that the next byte belongs to. */
    private enum State {
        METHOD,
        TARGET,
        VERSION,
        STATUS_VERSION,
        STATUS,
        REASON,
        START_LINE_LF,
        FIELD_START,
        NAME,
        SPACE,
        VALUE,
        VALUE_LF,
        END_LF,
        END
    }

    private final int maxBytes;
    private final int maxFields;
    private final int maxTarget;
    private final boolean response;

    private State state;
    /** The bytes of the head so far. Between two calls, all {@code length} bytes have been checked. */
    private byte[] head = NOTHING;

    private int length;
    /** The index of the first byte of the current element, such as a name or a value. */
    private int mark;

    /**
     * The first part of the start line: a request's method, or a response's version. The others are target and version,
     * or status and reason.
     */
    private String first = "";

    private String second = "";
    private String third = "";

    /** The index of the name whose value is being read. */
    private int name;

    private int nameLength;
    private final FieldBuffer fields = new FieldBuffer();
    private int fieldCount;

    HeadParser(Limits limits, boolean response) {
        maxBytes = limits.maxHeadBytes();
        maxFields = limits.maxHeadFields();
        maxTarget = limits.maxTargetBytes();
        this.response = response;
        state = response ? State.STATUS_VERSION : State.METHOD;
    }

    boolean isResponse() {
        return response;
    }

    String first() {
        return first;
    }

    String second() {
        return second;
    }

    String third() {
        return third;
    }

    Headers headers() {
        return fields.toHeaders();
    }

    /** The size of both arrays: the bytes of the head, and the fields that were read from it. */
    int heldBytes() {
        return head.length + fields.capacity();
    }

    /** Takes bytes up to the head's end. True when the end was reached. */
    boolean feed(ByteBuffer in) throws HeadException {
        while (in.hasRemaining() && state != State.END) {
            int room = reserve(in.remaining());
            in.get(head, length, room);
            int end = length + room;
            length = parse(length, end);
            in.position(in.position() - (end - length));
            if (length == maxBytes && state != State.END) {
                throw new HeadException(431, "the head must fit in " + maxBytes + " bytes");
            }
        }
        return state == State.END;
    }

    /** Doubles the array when it is full, and returns how many bytes to take now. */
    private int reserve(int remaining) {
        if (length == head.length) {
            int capacity = length == 0 ? Math.min(CHUNK, Math.max(FIRST_CAPACITY, remaining)) : length * 2;
            head = Arrays.copyOf(head, Math.min(capacity, maxBytes));
        }
        // Bytes after the head are copied in vain, so this takes few at once.
        return Math.min(Math.min(remaining, CHUNK), head.length - length);
    }

    /** Checks {@code head[from..end)}. Returns the end, or the index after the head's last byte. */
    private int parse(int from, int end) throws HeadException {
        int at = from;
        while (at < end && state != State.END) {
            switch (state) {
                case METHOD -> at = method(at, end);
                case TARGET -> at = target(at, end);
                case VERSION, STATUS_VERSION -> at = version(at, end);
                case STATUS -> at = status(at, end);
                case REASON -> at = reason(at, end);
                case START_LINE_LF, VALUE_LF -> {
                    lineFeed(head[at++]);
                    state = State.FIELD_START;
                }
                case FIELD_START -> at = fieldStart(at);
                case NAME -> at = name(at, end);
                case SPACE -> at = space(at, end);
                case VALUE -> at = value(at, end);
                case END_LF -> {
                    lineFeed(head[at++]);
                    state = State.END;
                }
                default -> throw new AssertionError(state);
            }
        }
        return at;
    }

    private int method(int from, int end) throws HeadException {
        int at = from;
        while (at < end && Chars.isToken(head[at] & 0xFF)) {
            at++;
        }
        if (at == end) {
            return at;
        }
        if (head[at] != ' ' || at == mark) {
            throw bad("expected a method and one space (RFC 9112 §3)", head[at]);
        }
        first = at - mark == 3 && head[mark] == 'G' && head[mark + 1] == 'E' && head[mark + 2] == 'T'
                ? "GET"
                : text(at);
        return next(State.TARGET, at + 1);
    }

    private int target(int from, int end) throws HeadException {
        int at = from;
        while (at < end && Chars.isTarget(head[at] & 0xFF)) {
            at++;
        }
        // RFC 9112 §3: a server answers a target that is too long with 414. We do so at the first byte too many,
        // wherever the head was cut.
        if (at - mark > maxTarget) {
            throw new HeadException(414, "the request target must fit in " + maxTarget + " bytes");
        }
        if (at == end) {
            return at;
        }
        if (head[at] != ' ' || at == mark) {
            throw bad("expected a request target of URI characters and one space (RFC 9112 §3.2)", head[at]);
        }
        second = text(at);
        return next(State.VERSION, at + 1);
    }

    /**
     * Reads {@code HTTP/1.1} or {@code HTTP/1.0}, one byte at a time. A request's version ends with its line, a
     * response's with a space.
     */
    private int version(int from, int end) throws HeadException {
        int at = from;
        for (; at < end && at - mark < 8; at++) {
            int b = head[at];
            int index = at - mark;
            boolean fits = index == 5 || index == 7 ? Chars.isDigit(b) : b == "HTTP/1.1".charAt(index);
            if (!fits) {
                throw bad("expected HTTP/1.1 (RFC 9112 §2.3)", head[at]);
            }
        }
        if (at == end) {
            return at;
        }
        boolean request = state == State.VERSION;
        if (head[at] != (request ? '\r' : ' ')) {
            throw bad("expected HTTP/1.1 and then " + (request ? "CRLF" : "one space") + " (RFC 9112 §2.3)", head[at]);
        }
        boolean current = head[mark + 5] == '1' && head[mark + 7] == '1';
        boolean old = head[mark + 5] == '1' && head[mark + 7] == '0';
        if (!current && !old) {
            // RFC 9110 §15.6.6: 505 means that the server does not support this major version. Browsers speak HTTP/2
            // only over TLS, after both ends agreed on it there.
            throw new HeadException(505, "expected HTTP/1.1 or HTTP/1.0, not " + text(at));
        }
        String version = current ? "HTTP/1.1" : "HTTP/1.0";
        if (request) {
            third = version;
            return next(State.START_LINE_LF, at + 1);
        }
        first = version;
        return next(State.STATUS, at + 1);
    }

    private int status(int from, int end) throws HeadException {
        int at = from;
        for (; at < end && at - mark < 3; at++) {
            if (!Chars.isDigit(head[at]) || (at == mark && (head[at] < '1' || head[at] > '5'))) {
                throw bad("expected a status from 100 to 599 (RFC 9112 §4)", head[at]);
            }
        }
        if (at == end) {
            return at;
        }
        second = text(at);
        // RFC 9112 §4: a server must send the space even before an empty reason. Many leave it out.
        if (head[at] == '\r') {
            third = "";
            return next(State.START_LINE_LF, at + 1);
        }
        if (head[at] != ' ') {
            throw bad("expected a space after the status (RFC 9112 §4)", head[at]);
        }
        return next(State.REASON, at + 1);
    }

    private int reason(int from, int end) throws HeadException {
        int at = skipValue(from, end);
        if (at == end) {
            return at;
        }
        third = text(at);
        return next(State.START_LINE_LF, at + 1);
    }

    private int fieldStart(int at) throws HeadException {
        if (head[at] == '\r') {
            state = State.END_LF;
            return at + 1;
        }
        // RFC 9112 §5.2 and §2.2: a line that begins with space continues the line before, or hides before the first
        // field.
        if (Chars.isSpace(head[at])) {
            throw bad("expected a field, not a folded line (RFC 9112 §5.2)", head[at]);
        }
        if (fieldCount == maxFields) {
            throw new HeadException(431, "the head must not have more than " + maxFields + " fields");
        }
        return next(State.NAME, at);
    }

    private int name(int from, int end) throws HeadException {
        int at = from;
        while (at < end && Chars.isToken(head[at] & 0xFF)) {
            at++;
        }
        if (at == end) {
            return at;
        }
        // RFC 9112 §5.1: no space is allowed between the name and the colon.
        if (head[at] != ':' || at == mark) {
            throw bad("expected a field name and a colon (RFC 9112 §5.1)", head[at]);
        }
        name = mark;
        nameLength = at - mark;
        return next(State.SPACE, at + 1);
    }

    private int space(int from, int end) {
        int at = from;
        while (at < end && Chars.isSpace(head[at])) {
            at++;
        }
        return at == end ? at : next(State.VALUE, at);
    }

    private int value(int from, int end) throws HeadException {
        int at = skipValue(from, end);
        if (at == end) {
            return at;
        }
        int last = at;
        while (last > mark && Chars.isSpace(head[last - 1])) {
            last--;
        }
        // A field takes less here than its line does, so what came at first bounds what it fills.
        fields.reserveFirst(head.length);
        fields.append(head, name, nameLength, mark, last - mark);
        fieldCount++;
        return next(State.VALUE_LF, at + 1);
    }

    /** Skips to the CR that ends a value or a reason, or to the end. */
    private int skipValue(int from, int end) throws HeadException {
        int at = from;
        while (at < end && Chars.isValue(head[at] & 0xFF)) {
            at++;
        }
        if (at < end && head[at] != '\r') {
            throw bad("expected text without control characters, then CRLF (RFC 9110 §5.5)", head[at]);
        }
        return at;
    }

    /** RFC 9112 §2.2: a CR without LF ends no line, and must not be part of any element. */
    private static void lineFeed(byte b) throws HeadException {
        if (b != '\n') {
            throw bad("expected LF after CR (RFC 9112 §2.2)", b);
        }
    }

    private int next(State following, int at) {
        state = following;
        mark = at;
        return at;
    }

    private String text(int end) {
        return new String(head, mark, end - mark, StandardCharsets.ISO_8859_1);
    }

    private static HeadException bad(String expected, byte came) {
        return new HeadException(400, expected + ", not " + Chars.describe(came & 0xFF));
    }
}
