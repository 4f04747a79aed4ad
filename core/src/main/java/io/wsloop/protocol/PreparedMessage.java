package io.wsloop.protocol;
/** Encoded once, sent to many; immutable, any thread. Holds unmasked server frames, per compression variant (compressed variant made lazily once for no-context-takeover connections of equal window, or eagerly at build). Clients and takeover connections encode from the payload. */
public final class PreparedMessage {
    private PreparedMessage() {}
    public static PreparedMessage text(String text) { throw new UnsupportedOperationException(); }
    /** payload copied. */
    public static PreparedMessage binary(byte[] payload) { throw new UnsupportedOperationException(); }
    public int length() { throw new UnsupportedOperationException(); }
}
