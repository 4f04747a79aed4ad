package io.wsloop.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The writing half of a non-blocking socket: it takes as many bytes as it was told to, and then no more. */
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

    /** One gathering write, as far as the socket is willing. */
    long write(Outbox outbox) {
        ByteBuffer[] buffers = outbox.buffers();
        long written = 0;
        for (int i = 0; i < outbox.count(); i++) {
            written += take(buffers[i]);
        }
        outbox.consumed();
        return written;
    }

    /** Gathering writes until the outbox is empty or the socket takes nothing more. */
    long writeAll(Outbox outbox) {
        long written = 0;
        for (long n = write(outbox); n > 0; n = write(outbox)) {
            written += n;
        }
        return written;
    }

    /** Everything that waits. */
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

    /** How often a full staging buffer was handed over in the midst of something. */
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

    /** What it took since the last time this was asked. */
    byte[] fresh() {
        byte[] bytes = bytes();
        taken.reset();
        return bytes;
    }
}
