package io.wsloop.handshake;

import io.wsloop.deflate.DeflateTerms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an opening handshake came to. A refusal is a value, no exception. Both are immutable. */
public sealed interface HandshakeResult {
    /**
     * The connection is a WebSocket from the first byte after the heads.
     *
     * @param response the 101
     * @param subprotocol that was agreed, or null
     * @param deflate the compression that was agreed, or null
     */
    record Accepted(
            ResponseHead response,
            @Nullable String subprotocol,
            @Nullable DeflateTerms deflate) implements HandshakeResult {
        /**
         * Refuses null for the response.
         *
         * @param response as above
         * @param subprotocol as above
         * @param deflate as above
         */
        public Accepted {
            Objects.requireNonNull(response, "response must not be null");
        }

        /**
         * The response for the wire.
         *
         * @return a new buffer
         */
        public ByteBuffer bytes() {
            return ResponseWriter.bytes(response, new byte[0]);
        }
    }

    /**
     * The request is refused; the connection ends after the response.
     *
     * @param status 300 to 599
     * @param message for the person at the other end, the body
     * @param headers to go with it
     */
    record Rejected(int status, String message, Headers headers) implements HandshakeResult {
        /**
         * Checks the status.
         *
         * @param status 300 to 599
         * @param message for the person at the other end
         * @param headers to go with it
         * @throws IllegalArgumentException for any other status
         */
        public Rejected {
            Objects.requireNonNull(message, "message must not be null");
            Objects.requireNonNull(headers, "headers must not be null");
            if (status < 300 || status > 599) {
                throw new IllegalArgumentException("a refusal's status must be 300 to 599, not " + status);
            }
        }

        /**
         * The refusal of a head that could not be read.
         *
         * @param fault of the peer
         * @return its status and message
         */
        public static Rejected of(HeadException fault) {
            return new Rejected(fault.status(), String.valueOf(fault.getMessage()), Headers.EMPTY);
        }

        /**
         * The response: the headers, with {@code Connection: close} and the message as a text body of known length.
         *
         * @return a new buffer
         */
        public ByteBuffer bytes() {
            byte[] body = message.isEmpty() ? new byte[0] : (message + "\n").getBytes(StandardCharsets.UTF_8);
            Headers.Builder fields = headers.toBuilder();
            // RFC 9110 §7.8: who sends Upgrade lists it in Connection.
            fields.set("Connection", headers.contains("Upgrade") ? "close, Upgrade" : "close");
            if (!headers.contains("Content-Type")) {
                fields.set("Content-Type", "text/plain; charset=utf-8");
            }
            fields.set("Content-Length", Integer.toString(body.length));
            return ResponseWriter.bytes(
                    new ResponseHead("HTTP/1.1", status, ResponseWriter.reason(status), fields.build()), body);
        }
    }
}
