package io.wsloop.handshake;

import java.nio.ByteBuffer;

/** Writes heads of responses as bytes. Any thread. */
public final class ResponseWriter {
    private ResponseWriter() {}

    /**
     * The response as bytes for the wire. It adds no field: the caller must add those that frame the body.
     *
     * @param head written as it is
     * @param body may be empty
     * @return a new buffer
     * @throws IllegalArgumentException when the status line holds a character that could end it, or the status is not
     *     100 to 599
     */
    public static ByteBuffer bytes(ResponseHead head, byte[] body) {
        if (head.status() < 100 || head.status() > 599) {
            throw new IllegalArgumentException("a status must be 100 to 599 (RFC 9110 §15), not " + head.status());
        }
        return HeadBytes.of(head.version(), Integer.toString(head.status()), head.reason(), head.headers(), body);
    }

    /**
     * The reason phrase of a status (RFC 9110 §15, RFC 6585).
     *
     * @param status any number
     * @return the phrase, empty for a status without one
     */
    public static String reason(int status) {
        return switch (status) {
            case 100 -> "Continue";
            case 101 -> "Switching Protocols";
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 206 -> "Partial Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Range Not Satisfiable";
            case 417 -> "Expectation Failed";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "";
        };
    }
}
