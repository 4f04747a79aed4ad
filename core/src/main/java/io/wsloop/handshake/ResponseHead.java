package io.wsloop.handshake;
/** A parsed status line and fields. */
public record ResponseHead(String version, int status, String reason, Headers headers) {
}
