package io.wsloop.nio.internal.site;

import io.wsloop.handshake.HandshakeResult.Rejected;
import io.wsloop.handshake.Headers;
import io.wsloop.server.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Makes the response of a refusal: one line of plain text for the person at the other end. Any thread. */
public final class ErrorLine {
    private static final byte[] NO_BODY = new byte[0];

    private ErrorLine() {}

    public static HttpResponse of(Rejected refusal) {
        return of(refusal.status(), refusal.message(), refusal.headers());
    }

    /** @param more further fields; the fields of the body are added here */
    public static HttpResponse of(int status, String message, Headers more) {
        Headers headers = more.toBuilder()
                .set("Content-Type", "text/plain; charset=utf-8")
                .set("X-Content-Type-Options", "nosniff")
                .build();
        // RFC 9110 §15.4.5: a 304 ends with its header section and has no content. An upgrade hook may refuse with it.
        byte[] body = status == 304 ? NO_BODY : (message + "\n").getBytes(StandardCharsets.UTF_8);
        return new HttpResponse(status, headers, body);
    }
}
