package io.wsloop.handshake;
import io.wsloop.deflate.DeflateTerms;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
/** Refusal is a value. Both carry the response's bytes, ready for the wire. */
public sealed interface HandshakeResult {
    record Accepted(ResponseHead response, @Nullable String subprotocol, @Nullable DeflateTerms deflate) implements HandshakeResult {
        public ByteBuffer bytes() { return ResponseWriter.bytes(response, new byte[0]); }
    }
    record Rejected(int status, String message, Headers headers) implements HandshakeResult {
        /** status line, headers, Connection: close, Content-Length and message as text/plain body. */
        public ByteBuffer bytes() { throw new UnsupportedOperationException(); }
    }
}
