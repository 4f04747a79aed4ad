package io.wsloop.handshake;
import org.jspecify.annotations.Nullable;
/** The opening handshake failed on the client's side: refused (status, headers, first bytes of the body) or broken. */
public final class HandshakeException extends java.io.IOException {
    private static final long serialVersionUID = 1;
    private final transient @Nullable ResponseHead response;
    private final byte[] body;
    public HandshakeException(String message, @Nullable ResponseHead response, byte[] body) { super(message); this.response = response; this.body = body; }
    public @Nullable ResponseHead response() { return response; }
    /** 0 when no response came. */
    public int status() { return response == null ? 0 : response.status(); }
    public byte[] body() { return body.clone(); }
    public HandshakeException withBody(byte[] firstBytes) { throw new UnsupportedOperationException(); }
}
