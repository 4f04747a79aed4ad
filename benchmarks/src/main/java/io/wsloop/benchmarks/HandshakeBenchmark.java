package io.wsloop.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.wsloop.Limits;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.handshake.HandshakeResult;
import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.HeadReader;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.handshake.ResponseWriter;
import io.wsloop.handshake.ServerHandshake;
import java.nio.ByteBuffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/** A browser's opening handshake, from the read buffer to the 101. The limit looks at each byte once and keeps nothing. */
public class HandshakeBenchmark extends CodecBenchmark {
    /** What Chromium 150 sent a page's server on Linux, its name without "Headless". */
    private static final String CHROME = """
            GET /echo HTTP/1.1\r
            Host: localhost:59091\r
            Connection: Upgrade\r
            Pragma: no-cache\r
            Cache-Control: no-cache\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36\r
            Upgrade: websocket\r
            Origin: http://localhost:59091\r
            Sec-WebSocket-Version: 13\r
            Accept-Encoding: gzip, deflate, br, zstd\r
            Accept-Language: en-US,en;q=0.9\r
            Cookie: session=3f2a9c1e8b7d4f60\r
            Sec-WebSocket-Key: BCsUHhx0pRcCmzUcXyaRkA==\r
            Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r
            \r
            """;

    private static final byte[] NO_BODY = {};

    private final byte[] bytes = CHROME.getBytes(ISO_8859_1);
    private final ByteBuffer readBuffer =
            ByteBuffer.allocateDirect(64 << 10).put(bytes).flip();
    private final RequestHead head = parse(readBuffer);

    /**
     * {@return the head, so that nothing is optimized away}
     * The bytes become a head: each byte judged, names and values made.
     */
    @Benchmark
    public RequestHead parseHead() {
        return parse(readBuffer);
    }

    private static RequestHead parse(ByteBuffer readBuffer) {
        try {
            RequestHead read = HeadReader.of(Limits.defaults()).readRequest(readBuffer.rewind());
            if (read == null) {
                throw new IllegalStateException("the head is not whole");
            }
            return read;
        } catch (HeadException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return whether it may be accepted} The head is judged as an upgrade (RFC 6455 §4.2.1), its origin included. */
    @Benchmark
    public boolean judgeHead() {
        return ServerHandshake.isUpgrade(head)
                && ServerHandshake.check(head) == null
                && ServerHandshake.isSameOrigin(head, false);
    }

    /** {@return its bytes} The 101, with permessage-deflate agreed and the accept key's SHA-1. */
    @Benchmark
    public ByteBuffer answerHead() {
        HandshakeResult.Accepted accepted =
                ServerHandshake.accept(head, List.of(), DeflateOptions.defaults(), Headers.EMPTY);
        return ResponseWriter.bytes(accepted.response(), NO_BODY);
    }

    /** {@return how many lines} The limit: a copy out of the read buffer and one look at each byte for the line ends. */
    @Benchmark
    public int limitCountLines() {
        byte[] copy = new byte[bytes.length];
        readBuffer.get(0, copy);
        int lines = 0;
        for (byte b : copy) {
            if (b == '\n') {
                lines++;
            }
        }
        return lines;
    }
}
