package io.wsloop.nio;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.ResponseHead;
import io.wsloop.handshake.ResponseWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Responses to bytes, with the fields that frame them. */
final class HttpWriter {
    static final byte[] NO_BODY = new byte[0];

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private HttpWriter() {}

    /** A body that comes whole, in one piece with its head if it is small. */
    record Whole(int status, Headers headers, byte[] body) {
        static Whole line(int status, String message, Headers more) {
            Headers headers = Headers.builder()
                    .addAll(more)
                    .set("Content-Type", "text/plain; charset=utf-8")
                    .set("X-Content-Type-Options", "nosniff")
                    .build();
            byte[] body = (message + "\n").getBytes(StandardCharsets.UTF_8);
            return new Whole(status, headers, HttpResponse.mayHaveBody(status) ? body : NO_BODY);
        }
    }

    static ByteBuffer goOn() {
        return ByteBuffer.wrap(CONTINUE).asReadOnlyBuffer();
    }

    /** contentLength is that of the body as GET has it, for HEAD too. */
    static ByteBuffer head(int status, Headers given, long contentLength, boolean close, String date, byte[] body) {
        Headers.Builder headers = given.toBuilder().add("Date", date);
        // RFC 9110 §8.6: none with 204; with 304 it would be that of the 200.
        if (status != 204 && status != 304) {
            headers.add("Content-Length", Long.toString(contentLength));
        }
        // RFC 9110 §7.8: who sends Upgrade says so in Connection.
        boolean upgrade = given.contains("Upgrade");
        if (upgrade || close) {
            headers.set("Connection", !close ? "Upgrade" : upgrade ? "Upgrade, close" : "close");
        }
        return ResponseWriter.bytes(
                new ResponseHead("HTTP/1.1", status, ResponseWriter.reason(status), headers.build()), body);
    }
}
