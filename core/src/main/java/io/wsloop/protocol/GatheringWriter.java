package io.wsloop.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where {@link Protocol#flush} writes to. On a channel: {@code (buffers, count) -> channel.write(buffers, 0, count)}. */
@FunctionalInterface
public interface GatheringWriter {
    /**
     * Writes as much as the transport takes, in order. The buffers' positions afterwards show how much that was.
     *
     * @param buffers write only the first {@code count}; some may be read-only. The array belongs to the outbox
     * @param count at least 1, at most 64
     * @throws IOException when the transport failed; what it took before that counts as written
     */
    void write(ByteBuffer[] buffers, int count) throws IOException;
}
