package io.wsloop.protocol;

import io.wsloop.CloseStatus;
import io.wsloop.frame.Utf8;
import java.nio.charset.StandardCharsets;

/** A close frame's body: nothing, or a two-byte code and a reason in UTF-8 (RFC 6455 §5.5.1). */
final class CloseBody {
    private static final byte[] NONE = {};

    private CloseBody() {}

    static CloseStatus parse(byte[] body) throws ViolationException {
        if (body.length == 0) {
            return CloseStatus.EMPTY;
        }
        int code = (body[0] & 0xFF) << 8 | body[1] & 0xFF;
        // RFC 6455 §7.4: 1005, 1006 and 1015 must not be set in a close frame, and nobody has assigned the other codes.
        if (!CloseStatus.isSendable(code)) {
            throw new ViolationException(
                    Violation.CLOSE_CODE, "a close frame carries 1000-1003, 1007-1014 or 3000-4999, this one " + code);
        }
        // RFC 6455 §5.5.1: the bytes after the code are UTF-8 text.
        String reason = Utf8.decode(body, 2, body.length - 2);
        if (reason == null) {
            throw new ViolationException(
                    Violation.CLOSE_REASON_NOT_UTF8, "a close frame's reason must be UTF-8, this one is not");
        }
        return new CloseStatus(code, reason);
    }

    static byte[] encode(CloseStatus status) {
        if (status.code() == CloseStatus.NO_STATUS) {
            return NONE;
        }
        byte[] reason = status.reason().getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[2 + reason.length];
        body[0] = (byte) (status.code() >> 8);
        body[1] = (byte) status.code();
        System.arraycopy(reason, 0, body, 2, reason.length);
        return body;
    }
}
