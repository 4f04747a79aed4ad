package io.wsloop.deflate;
/** What was agreed for one connection (RFC 7692 §7.1). Windows 8-15; 15 when not named. */
public record DeflateTerms(boolean serverNoContextTakeover, boolean clientNoContextTakeover, int serverMaxWindowBits, int clientMaxWindowBits) {
}
