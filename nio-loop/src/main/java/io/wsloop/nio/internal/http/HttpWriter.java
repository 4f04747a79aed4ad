package io.wsloop.nio.internal.http;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.ResponseHead;
import io.wsloop.handshake.ResponseWriter;
import io.wsloop.nio.internal.files.FileAnswer;
import io.wsloop.nio.internal.files.HttpDate;
import io.wsloop.server.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Turns responses into bytes and adds the fields that frame them. Each connection has one. Loop thread. */
final class HttpWriter {
    private static final byte[] NO_BODY = new byte[0];

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** A body of up to this size is copied behind its head, which costs less than a second buffer. */
    private static final int TOGETHER = 16 << 10;

    private final HttpOutput out;
    private final HttpDate.Now date;

    HttpWriter(HttpOutput out, HttpDate.Now date) {
        this.out = out;
        this.date = date;
    }

    /** Asks for the body that the client holds back. RFC 9110 §10.1.1: after 100-continue it waits for this answer. */
    void sendContinue() {
        send(ByteBuffer.wrap(CONTINUE).asReadOnlyBuffer());
    }

    /**
     * Sends a whole response, in one piece with its head if it is small.
     *
     * @param withoutBody the answer to a HEAD: Content-Length is that of the answer to a GET
     * @param close no other response follows
     */
    void send(HttpResponse answer, boolean withoutBody, boolean close) {
        byte[] body = answer.body();
        boolean together = !withoutBody && body.length <= TOGETHER;
        send(head(answer.status(), answer.headers(), body.length, close, together ? body : NO_BODY));
        if (!together && !withoutBody) {
            send(ByteBuffer.wrap(body).asReadOnlyBuffer());
        }
    }

    /** Sends the head and the first piece of a file. */
    void send(FileAnswer.Content answer, boolean close) {
        send(head(200, answer.headers(), answer.length(), close, NO_BODY));
        send(answer.piece());
    }

    private void send(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            out.send(bytes);
        }
    }

    private ByteBuffer head(int status, Headers given, long contentLength, boolean close, byte[] body) {
        Headers.Builder headers = given.toBuilder().add("Date", date.text());
        // RFC 9110 §8.6: a 204 must have no Content-Length, and a 304 none but that of the 200.
        if (status != 204 && status != 304) {
            headers.add("Content-Length", Long.toString(contentLength));
        }
        // RFC 9110 §7.8: a sender of Upgrade must also send the option "upgrade" in Connection.
        boolean upgrade = given.contains("Upgrade");
        if (upgrade || close) {
            headers.set("Connection", !close ? "Upgrade" : upgrade ? "Upgrade, close" : "close");
        }
        return ResponseWriter.bytes(
                new ResponseHead("HTTP/1.1", status, ResponseWriter.reason(status), headers.build()), body);
    }
}
