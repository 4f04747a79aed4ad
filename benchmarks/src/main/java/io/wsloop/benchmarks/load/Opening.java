package io.wsloop.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The opening handshake of one connection, RFC 6455 section 4.1: the request, and what the answer has to say. */
final class Opening {
    private static final int MOST_BYTES = 8192;
    private static final String END = "\r\n\r\n";

    private final Target target;
    private final String key;
    private final StringBuilder answer = new StringBuilder();
    private boolean contextKept = true;

    Opening(Target target, Random random) {
        this.target = target;
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        this.key = Base64.getEncoder().encodeToString(nonce);
    }

    ByteBuffer request() {
        String text = "GET " + target.path() + " HTTP/1.1\r\nHost: 127.0.0.1:" + target.port()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key
                + "\r\nSec-WebSocket-Version: 13\r\n"
                + (target.deflate() ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "") + "\r\n";
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Takes what was read; bytes behind the answer's end stay in the buffer. True when the answer is whole and right. */
    boolean feed(ByteBuffer in) {
        while (in.hasRemaining()) {
            char c = (char) (in.get() & 0xFF);
            answer.append(c);
            if (c == '\n' && endsWithEmptyLine()) {
                check(answer.toString());
                return true;
            }
            if (answer.length() > MOST_BYTES) {
                throw new CellFailed("expected the end of the handshake's answer within " + MOST_BYTES + " bytes");
            }
        }
        return false;
    }

    /** Whether the server may compress with what it remembers of earlier messages. */
    boolean contextKept() {
        return contextKept;
    }

    private boolean endsWithEmptyLine() {
        int from = answer.length() - END.length();
        return from >= 0 && answer.indexOf(END, from) == from;
    }

    private void check(String text) {
        if (!text.startsWith("HTTP/1.1 101 ")) {
            throw new CellFailed(
                    "expected HTTP/1.1 101, came " + text.lines().findFirst().orElse(""));
        }
        String accept = field(text, "sec-websocket-accept");
        if (!Framing.accept(key).equals(accept)) {
            throw new CellFailed("expected Sec-WebSocket-Accept: " + Framing.accept(key) + ", came " + accept);
        }
        String extensions = field(text, "sec-websocket-extensions");
        if (target.deflate() != (extensions != null)) {
            throw new CellFailed(
                    target.deflate()
                            ? "expected permessage-deflate to be agreed, came no extension"
                            : "expected no extension, none was offered, came " + extensions);
        }
        contextKept = extensions == null || !extensions.contains("server_no_context_takeover");
    }

    private static @Nullable String field(String text, String name) {
        Matcher match = Pattern.compile("(?im)^" + name + ": *(.*?) *$").matcher(text.replace("\r\n", "\n"));
        return match.find() ? match.group(1) : null;
    }
}
