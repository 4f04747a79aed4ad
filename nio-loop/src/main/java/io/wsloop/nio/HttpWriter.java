package io.wsloop.nio;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.ResponseHead;
import io.wsloop.handshake.ResponseWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Responses to bytes, with the fields that frame them. One a connection; loop thread. */
final class HttpWriter {
    static final byte[] NO_BODY = new byte[0];

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A body up to this size is copied behind its head; a larger one is not. */
    private static final int TOGETHER = 16 << 10;

    private final HttpOutput out;
    private final Site site;
    private long unflushed;

    HttpWriter(HttpOutput out, Site site) {
        this.out = out;
        this.site = site;
    }

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

    /** How much was sent since the socket is known to have taken everything. */
    long unflushed() {
        return unflushed;
    }

    void flushed() {
        unflushed = 0;
    }

    /** RFC 9110 §10.1.1. */
    void goOn() {
        send(ByteBuffer.wrap(CONTINUE).asReadOnlyBuffer());
    }

    /** withoutBody: as HEAD is answered, with the length of what GET would have brought. close: nothing follows. */
    void send(Whole answer, boolean withoutBody, boolean close) {
        byte[] body = answer.body();
        boolean together = !withoutBody && body.length <= TOGETHER;
        send(head(answer.status(), answer.headers(), body.length, close, together ? body : NO_BODY));
        if (!together && !withoutBody) {
            send(ByteBuffer.wrap(body).asReadOnlyBuffer());
        }
    }

    /** Head and first piece. */
    void send(FileAnswer answer, boolean close) {
        send(head(answer.status(), answer.headers(), answer.length(), close, NO_BODY));
        send(answer.piece());
    }

    private void send(ByteBuffer bytes) {
        unflushed += bytes.remaining();
        if (bytes.hasRemaining()) {
            out.send(bytes);
        }
    }

    private ByteBuffer head(int status, Headers given, long contentLength, boolean close, byte[] body) {
        Headers.Builder headers = given.toBuilder().add("Date", site.date());
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
