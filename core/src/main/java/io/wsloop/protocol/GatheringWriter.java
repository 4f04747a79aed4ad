package io.wsloop.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes the engine's bytes to a transport, for {@link Protocol#flush}. For a channel it is {@code (buffers, count) ->
 * channel.write(buffers, 0, count)}.
 */
@FunctionalInterface
public interface GatheringWriter {
    /**
     * Writes in order, as much as the transport takes, and moves the buffers' positions by it. The engine calls this on
     * the thread that calls {@link Protocol#flush}.
     *
     * @param buffers write only the first {@code count}; some may be read-only. The array belongs to the outbox
     * @param count 1-64
     * @throws IOException when the transport failed; bytes that it took before count as written
     */
    void write(ByteBuffer[] buffers, int count) throws IOException;
}
