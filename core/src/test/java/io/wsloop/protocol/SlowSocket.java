package io.wsloop.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The writing half of a non-blocking socket. It takes the number of bytes that a test sets, and then no more. */
final class SlowSocket implements Outbox.Drain {
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private long willing;
    private int drains;

    SlowSocket takes(long bytes) {
        willing = bytes;
        return this;
    }

    SlowSocket takesAll() {
        return takes(Long.MAX_VALUE);
    }

    @Override
    public void drain(ByteBuffer staging) {
        drains++;
        take(staging);
    }

    /** Makes one gathering write, and takes as many bytes as the test allows. */
    long write(Outbox outbox) {
        ByteBuffer[] buffers = outbox.buffers();
        long written = 0;
        for (int i = 0; i < outbox.count(); i++) {
            written += take(buffers[i]);
        }
        outbox.consumed();
        return written;
    }

    /** Makes gathering writes until the outbox is empty or the socket takes no more. */
    long writeAll(Outbox outbox) {
        long written = 0;
        for (long n = write(outbox); n > 0; n = write(outbox)) {
            written += n;
        }
        return written;
    }

    /** Takes all bytes that wait. */
    byte[] all(Outbox outbox) {
        takesAll().writeAll(outbox);
        return fresh();
    }

    /** Ends a cork as a driver does. */
    void uncork(Outbox outbox) {
        ByteBuffer staged = outbox.staged();
        if (staged != null) {
            take(staged);
        }
        outbox.reclaim();
    }

    int take(ByteBuffer from) {
        int n = (int) Math.min(willing, from.remaining());
        byte[] bytes = new byte[n];
        from.get(bytes);
        taken.writeBytes(bytes);
        willing -= n;
        return n;
    }

    /** The number of times that a full staging buffer was drained in the middle of a message. */
    int drains() {
        return drains;
    }

    int size() {
        return taken.size();
    }

    byte[] bytes() {
        return taken.toByteArray();
    }

    String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    /** The bytes that it took since the last call. */
    byte[] fresh() {
        byte[] bytes = bytes();
        taken.reset();
        return bytes;
    }
}
