package io.wsloop.handshake;

import io.wsloop.deflate.DeflateTerms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The outcome of an opening handshake. A refusal is a value and no exception. Immutable; any thread. */
public sealed interface HandshakeResult {
    /**
     * The connection is a WebSocket from the first byte after the heads.
     *
     * @param response the 101
     * @param subprotocol that both ends agreed on, or null
     * @param deflate the compression that both ends agreed on, or null
     */
    record Accepted(
            ResponseHead response,
            @Nullable String subprotocol,
            @Nullable DeflateTerms deflate) implements HandshakeResult {
        /**
         * Refuses null for the response.
         *
         * @param response the component of this name
         * @param subprotocol the component of this name
         * @param deflate the component of this name
         */
        public Accepted {
            Objects.requireNonNull(response, "response must not be null");
        }

        /**
         * The response as bytes for the wire.
         *
         * @return a new buffer
         */
        public ByteBuffer bytes() {
            return ResponseWriter.bytes(response, new byte[0]);
        }
    }

    /**
     * The request is refused. The connection ends after the response.
     *
     * @param status 300 to 599
     * @param message the body, for the person at the other end
     * @param headers of the response
     */
    record Rejected(int status, String message, Headers headers) implements HandshakeResult {
        /**
         * Checks the status.
         *
         * @param status the component of this name
         * @param message the component of this name
         * @param headers the component of this name
         * @throws IllegalArgumentException when the status is not 300 to 599
         */
        public Rejected {
            Objects.requireNonNull(message, "message must not be null");
            Objects.requireNonNull(headers, "headers must not be null");
            if (status < 300 || status > 599) {
                throw new IllegalArgumentException("a refusal's status must be 300 to 599, not " + status);
            }
        }

        /**
         * Refuses a head that breaks a rule or a limit.
         *
         * @param fault of the head
         * @return with the fault's status and message
         */
        public static Rejected of(HeadException fault) {
            return new Rejected(fault.status(), String.valueOf(fault.getMessage()), Headers.EMPTY);
        }

        /**
         * The response as bytes for the wire. It has these headers, {@code Connection: close}, and the message as a
         * text body with Content-Length.
         *
         * @return a new buffer
         */
        public ByteBuffer bytes() {
            byte[] body = message.isEmpty() ? new byte[0] : (message + "\n").getBytes(StandardCharsets.UTF_8);
            Headers.Builder fields = headers.toBuilder();
            // RFC 9110 §7.8: a sender of Upgrade must also name it in Connection.
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
