package io.wsloop.handshake;
/** A parsed request line and fields. target as sent; path() and query() split from origin-form or absolute-form; path percent-decoded strictly (bad escapes were refused with 400). */
public record RequestHead(String method, String target, String version, String path, String query, Headers headers) {
}
