package io.wsloop.handshake;
import io.wsloop.deflate.DeflateOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
/** The client's side of §4.1: one object per attempt; key from the 16 random bytes given. */
public final class ClientHandshake {
    private ClientHandshake() {}
    /** uri ws or wss, no fragment, no user info; deflate null = not offered; extra must not name the handshake's own fields. */
    public static ClientHandshake of(URI uri, List<String> subprotocols, @Nullable DeflateOptions deflate, Headers extra, byte[] nonce) { throw new UnsupportedOperationException(); }
    public RequestHead request() { throw new UnsupportedOperationException(); }
    public ByteBuffer bytes() { throw new UnsupportedOperationException(); }
    /** Accepted, or throws HandshakeException which names rule, status, headers. The driver adds the first body bytes with HandshakeException.withBody. */
    public HandshakeResult.Accepted check(ResponseHead response) throws HandshakeException { throw new UnsupportedOperationException(); }
}
