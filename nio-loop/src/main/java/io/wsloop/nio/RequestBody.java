package io.wsloop.nio;

import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.RequestHead;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request, as it arrives: by Content-Length or chunked (RFC 9112 §6, §7.1). It grows by what came, never
 * by what was announced.
 */
final class RequestBody {
    private final BodyBytes bytes = new BodyBytes();

    /** Null for a body with a length. */
    private final @Nullable ChunkDecoder chunks;

    /** Of a body with a length. */
    private long left;

    private RequestBody(@Nullable ChunkDecoder chunks, long left) {
        this.chunks = chunks;
        this.left = left;
    }

    /** What the head announces; 413 when that is too much already. The head was checked for doubts by its reader. */
    static RequestBody of(RequestHead head, int max) throws HeadException {
        if (head.isChunked()) {
            return new RequestBody(new ChunkDecoder(max), 0);
        }
        long length = Math.max(0, head.contentLength());
        if (length > max) {
            throw ChunkDecoder.tooLarge(max);
        }
        return new RequestBody(null, length);
    }

    boolean isDone() {
        return chunks == null ? left == 0 : chunks.isDone();
    }

    /** What came, for the first caller to keep; afterwards this holds nothing. */
    byte[] bytes() {
        return bytes.release();
    }

    /** What the body takes as far as it came: at most 1.25 times as much, and 4 KiB. */
    long heldBytes() {
        return bytes.heldBytes() + (chunks == null ? 0 : chunks.heldBytes());
    }

    /** True when the body is whole; what follows it stays in the buffer. */
    boolean receive(ByteBuffer in) throws HeadException {
        if (chunks != null) {
            return chunks.receive(in, bytes);
        }
        int count = (int) Math.min(left, in.remaining());
        bytes.take(in, count, left);
        left -= count;
        return left == 0;
    }
}
