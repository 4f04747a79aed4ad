package io.wsloop.nio.internal.http;

import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.RequestHead;
import io.wsloop.nio.internal.body.BodyBytes;
import io.wsloop.nio.internal.body.ChunkDecoder;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request as it arrives. RFC 9112 §6.3: its end is told by Transfer-Encoding: chunked or by Content-Length, and
 * a request with neither has no body. Memory grows with the bytes that came and not with those announced. Loop thread.
 */
final class RequestBody {
    private final BodyBytes bytes = new BodyBytes();

    /** Null for a body with a length. */
    private final @Nullable ChunkDecoder chunks;

    /** The bytes that are still missing of a body with a length. */
    private long left;

    private RequestBody(@Nullable ChunkDecoder chunks, long left) {
        this.chunks = chunks;
        this.left = left;
    }

    /**
     * The body that a head announces. The head reader has refused every head that leaves the length in doubt.
     *
     * @throws HeadException 413 when the head announces more than the maximum
     */
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

    /** The bytes that came. They belong to the caller from here on. */
    byte[] bytes() {
        return bytes.release();
    }

    /** The heap that the body takes so far: at most 1.25 times its bytes, and 4 KiB. */
    long heldBytes() {
        return bytes.heldBytes() + (chunks == null ? 0 : chunks.heldBytes());
    }

    /** Reads of the body. True when it is whole. Bytes that follow it stay in the buffer. */
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
