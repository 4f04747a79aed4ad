package io.wsloop.nio;

import io.wsloop.handshake.Headers;

/** Content-Length, Connection and Date are the server's to add. */
public record HttpResponse(int status, Headers headers, byte[] body) {
    public static HttpResponse text(int status, String text) {
        throw new UnsupportedOperationException();
    }

    public static HttpResponse of(String contentType, byte[] body) {
        throw new UnsupportedOperationException();
    }

    public HttpResponse header(String name, String value) {
        throw new UnsupportedOperationException();
    }
}
