package io.wsloop;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The status in a close frame: a code and a reason (RFC 6455 §7.4). The constructor refuses codes that must not cross
 * the wire. §7.4.1 forbids an endpoint to send 1006 and 1015, and §7.4.2 reserves the codes that nobody has assigned.
 * Immutable; any thread.
 *
 * <p>A close frame may also have no body. {@link #EMPTY} is that frame. Its code is 1005 because a close frame without
 * a code counts as 1005 (§7.1.5). The number itself is never written, and 1005 with a reason is refused.
 *
 * @param code 1000-1003, 1007-1014 or 3000-4999
 * @param reason at most {@value #MAX_REASON_BYTES} bytes of UTF-8, meant for people who read logs
 */
public record CloseStatus(int code, String reason) {
    /** The most bytes of a reason: a control frame holds 125 bytes (RFC 6455 §5.5), and the code takes two. */
    public static final int MAX_REASON_BYTES = 123;

    /** Stands for a close frame without a body (RFC 6455 §7.4.1). This code is never written to the wire. */
    public static final int NO_STATUS = 1005;

    /** Stands for an end without a close frame (RFC 6455 §7.4.1). This code is never written to the wire. */
    public static final int ABNORMAL = 1006;

    /** A close frame without a body. {@link #isEmpty} recognizes it. */
    public static final CloseStatus EMPTY = new CloseStatus(NO_STATUS, "");

    /** 1000: the connection has served its purpose. */
    public static final CloseStatus NORMAL = new CloseStatus(1000, "");

    /** 1001: the server goes down, or the browser leaves the page. */
    public static final CloseStatus GOING_AWAY = new CloseStatus(1001, "");

    /**
     * Checks code and reason.
     *
     * @param code the component of this name
     * @param reason the component of this name
     * @throws IllegalArgumentException when the code must not cross the wire, or the reason takes more than {@value
     *     #MAX_REASON_BYTES} bytes
     */
    public CloseStatus {
        Objects.requireNonNull(reason, "reason must not be null");
        boolean empty = code == NO_STATUS && reason.isEmpty();
        if (!empty && !isSendable(code)) {
            throw new IllegalArgumentException(
                    "close code must be 1000-1003, 1007-1014 or 3000-4999 (RFC 6455 §7.4), not " + code);
        }
        int bytes = utf8Length(reason);
        if (bytes > MAX_REASON_BYTES) {
            throw new IllegalArgumentException(
                    "close reason must fit in " + MAX_REASON_BYTES + " bytes of UTF-8, this one takes " + bytes);
        }
    }

    /**
     * Makes a status without a reason.
     *
     * @param code 1000-1003, 1007-1014 or 3000-4999, or 1005 for {@link #EMPTY}
     * @return the status
     * @throws IllegalArgumentException for another code
     */
    public static CloseStatus of(int code) {
        return new CloseStatus(code, "");
    }

    /**
     * Makes a status from a reason of any length. A reason of more than {@value #MAX_REASON_BYTES} bytes is cut between
     * two characters.
     *
     * @param code 1000-1003, 1007-1014 or 3000-4999
     * @param reason of any length; unpaired surrogates become question marks
     * @return the status
     * @throws IllegalArgumentException for another code
     */
    public static CloseStatus truncated(int code, String reason) {
        Objects.requireNonNull(reason, "reason must not be null");
        StringBuilder kept = new StringBuilder(Math.min(reason.length(), MAX_REASON_BYTES));
        int bytes = 0;
        for (int i = 0; i < reason.length(); ) {
            int point = reason.codePointAt(i);
            i += Character.charCount(point);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                point = '?';
            }
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > MAX_REASON_BYTES) {
                break;
            }
            kept.appendCodePoint(point);
        }
        return new CloseStatus(code, kept.toString());
    }

    /**
     * Tells whether this is {@link #EMPTY}, the close frame without a body.
     *
     * @return true when neither code nor reason crosses the wire
     */
    public boolean isEmpty() {
        return code == NO_STATUS;
    }

    /**
     * Tells whether a close frame may carry this code. RFC 6455 §7.4.1 and its registry assign 1000-1003 and 1007-1014.
     * §7.4.2 leaves 3000-3999 to libraries and 4000-4999 to applications.
     *
     * @param code any number
     * @return true when the code may cross the wire
     */
    public static boolean isSendable(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    private static int utf8Length(String reason) {
        int ascii = 0;
        while (ascii < reason.length() && reason.charAt(ascii) < 0x80) {
            ascii++;
        }
        if (ascii == reason.length()) {
            return ascii;
        }
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(reason))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("close reason holds an unpaired surrogate, which UTF-8 cannot say", e);
        }
    }
}
