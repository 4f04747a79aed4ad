package io.wsloop;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The status in a close frame (RFC 6455 §7.4): a code that may cross the wire, and a reason. 1006, 1015 and every code that
 * nobody has assigned are refused, for §7.4.1 forbids an endpoint to send them.
 *
 * <p>A close frame may also have no body. {@link #EMPTY} is that frame. Its code is 1005 because §7.1.5 says so: a close
 * frame that contains no status code counts as 1005. The number itself is never written, and 1005 with a reason is refused.
 *
 * @param code 1000-1003, 1007-1014 or 3000-4999
 * @param reason at most {@value #MAX_REASON_BYTES} bytes of UTF-8, meant for people who read logs
 */
public record CloseStatus(int code, String reason) {
    /** The most bytes a reason takes: a control frame's 125 less the code's two (§5.5). */
    public static final int MAX_REASON_BYTES = 123;

    /** The code that stands for a close frame without a body (§7.4.1); never written to the wire. */
    public static final int NO_STATUS = 1005;

    /** The code that stands for an ending without a close frame (§7.4.1); never written to the wire. */
    public static final int ABNORMAL = 1006;

    /** A close frame without a body: equal to every status of code 1005, and told by {@link #isEmpty}. */
    public static final CloseStatus EMPTY = new CloseStatus(NO_STATUS, "");

    /** 1000: the purpose of the connection is fulfilled. */
    public static final CloseStatus NORMAL = new CloseStatus(1000, "");

    /** 1001: the server goes down or the page is left. */
    public static final CloseStatus GOING_AWAY = new CloseStatus(1001, "");

    /**
     * Checks code and reason.
     *
     * @param code as above
     * @param reason as above
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
     * A status without a reason.
     *
     * @param code as {@link #code}
     * @return the status
     */
    public static CloseStatus of(int code) {
        return new CloseStatus(code, "");
    }

    /**
     * A status whose reason is cut, at a character's border, to what a close frame can hold.
     *
     * @param code as {@link #code}
     * @param reason of any length; unpaired surrogates become question marks
     * @return the status
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
     * Whether this is the close frame without a body, {@link #EMPTY}.
     *
     * @return true when no code and no reason cross the wire
     */
    public boolean isEmpty() {
        return code == NO_STATUS;
    }

    /**
     * Whether a close frame may carry this code: assigned by RFC 6455 §7.4.1 or its registry, or left to libraries
     * (3000-3999) and applications (4000-4999).
     *
     * @param code any number
     * @return whether it may cross the wire
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
