package io.wsloop.nio;

import io.wsloop.Compression;
import io.wsloop.protocol.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A call on a {@link WebSocketHandle} that cannot go to the engine at once, with its own copy of the payload. It runs as a
 * task on the loop; behind a message in fragments it waits once more, in {@link Calls}.
 */
abstract class Call implements Runnable {
    /** What a waiting call takes besides its payload, so that empty messages are bounded as well. */
    static final int OBJECT_BYTES = 80;

    final WebSocketHandle handle;
    final int payloadBytes;

    /** The next one behind a message in fragments; loop thread. */
    @Nullable
    Call next;

    Call(WebSocketHandle handle, int payloadBytes) {
        this.handle = handle;
        this.payloadBytes = payloadBytes;
    }

    /** Hands the payload to the engine. Loop thread. */
    abstract void give();

    /** The message in fragments that this is a part of; null for everything else. */
    @Nullable
    Fragments message() {
        return null;
    }

    /**
     * True for a ping or a pong, which RFC 6455 §5.4 lets go between two fragments, by the thread that writes them. Those of
     * other threads wait, as the messages before them may.
     */
    boolean goesBetweenFragmentsOf(@Nullable Thread writer) {
        return false;
    }

    /** The bytes that this counts for while it waits. */
    final int bytes() {
        return payloadBytes + OBJECT_BYTES;
    }

    @Override
    public final void run() {
        handle.calls().arrived(this);
    }

    static final class Text extends Call {
        private final byte[] utf8;
        private final Compression compression;

        Text(WebSocketHandle handle, byte[] utf8, Compression compression) {
            super(handle, utf8.length);
            this.utf8 = utf8;
            this.compression = compression;
        }

        @Override
        void give() {
            handle.protocol.sendEncodedText(utf8, compression);
        }
    }

    static final class Binary extends Call {
        private final byte[] payload;
        private final Compression compression;

        Binary(WebSocketHandle handle, byte[] payload, Compression compression) {
            super(handle, payload.length);
            this.payload = payload;
            this.compression = compression;
        }

        @Override
        void give() {
            handle.protocol.sendBinary(payload, 0, payload.length, compression);
        }
    }

    static final class Prepared extends Call {
        private final PreparedMessage message;

        Prepared(WebSocketHandle handle, PreparedMessage message) {
            super(handle, message.length());
            this.message = message;
        }

        @Override
        void give() {
            handle.protocol.send(message);
        }
    }

    static final class Control extends Call {
        private final boolean ping;
        private final byte[] payload;
        private final Thread caller = Thread.currentThread();

        Control(WebSocketHandle handle, boolean ping, byte[] payload) {
            super(handle, payload.length);
            this.ping = ping;
            this.payload = payload;
        }

        @Override
        boolean goesBetweenFragmentsOf(@Nullable Thread writer) {
            return caller == writer;
        }

        @Override
        void give() {
            if (ping) {
                handle.protocol.sendPing(payload);
            } else {
                handle.protocol.sendPong(payload);
            }
        }
    }

    static final class Part extends Call {
        private final Fragments message;
        private final byte[] payload;
        private final boolean last;
        private final Thread caller = Thread.currentThread();

        Part(WebSocketHandle handle, Fragments message, byte[] payload, boolean last) {
            super(handle, payload.length);
            this.message = message;
            this.payload = payload;
            this.last = last;
        }

        @Override
        Fragments message() {
            return message;
        }

        @Override
        void give() {
            handle.calls().part(message, payload, last, caller);
        }
    }
}
