package io.wsloop.nio.internal.socket;

import io.wsloop.Compression;
import io.wsloop.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A call on a {@link WebSocketHandle} that cannot go to the engine at once, with its own copy of the payload. It runs as a
 * task on the loop; behind a message in fragments it waits once more, in a {@link CallLine}.
 */
abstract class Call implements Runnable {
    /** What a waiting call takes besides its payload, so that empty messages are bounded as well. */
    static final int OBJECT_BYTES = 80;

    final WebSocketHandle handle;
    final int payloadBytes;
    final Thread caller = Thread.currentThread();

    /** The next one in its {@link CallList}; loop thread. */
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

    /** True for a ping or a pong, which RFC 6455 §5.4 lets go between two fragments. */
    boolean isControl() {
        return false;
    }

    /** True for the fragment that ends its message. */
    boolean isLastFragment() {
        return false;
    }

    /** The bytes that this counts for while it waits. */
    final long bytes() {
        return (long) payloadBytes + OBJECT_BYTES;
    }

    @Override
    public final void run() {
        handle.calls().line.arrived(this);
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

        Control(WebSocketHandle handle, boolean ping, byte[] payload) {
            super(handle, payload.length);
            this.ping = ping;
            this.payload = payload;
        }

        @Override
        boolean isControl() {
            return true;
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

    static final class Fragment extends Call {
        private final Fragments message;
        private final byte[] payload;
        private final boolean last;

        Fragment(WebSocketHandle handle, Fragments message, byte[] payload, boolean last) {
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
        boolean isLastFragment() {
            return last;
        }

        @Override
        void give() {
            handle.calls().line.fragment(message, payload, last, caller);
        }
    }
}
