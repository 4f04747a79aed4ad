package io.wsloop.nio.internal.socket;

import io.wsloop.Compression;
import io.wsloop.PreparedMessage;
import org.jspecify.annotations.Nullable;

/**
 * A call that does not go straight to the engine, with its own copy of the payload. It is a task of the loop. While a message
 * in fragments is unfinished, it then waits once more, in the {@link CallLine}.
 */
abstract class Call implements Runnable {
    /** The heap that a waiting call takes besides its payload. It is counted, so that empty messages are bounded as well. */
    static final int OBJECT_BYTES = 80;

    final OrderedCalls ws;
    final int payloadBytes;
    final Thread caller = Thread.currentThread();

    /** The next one in its {@link CallList}. Loop thread. */
    @Nullable
    Call next;

    Call(OrderedCalls ws, int payloadBytes) {
        this.ws = ws;
        this.payloadBytes = payloadBytes;
    }

    /** Sends the payload through the engine. Loop thread. */
    abstract void send();

    /** The message that this is a fragment of. Null for every other call. */
    @Nullable
    Fragments message() {
        return null;
    }

    /** True for a ping or a pong. RFC 6455 §5.4: control frames may be injected in the middle of a fragmented message. */
    boolean isControl() {
        return false;
    }

    /** True for the fragment that ends its message. */
    boolean isLastFragment() {
        return false;
    }

    /** How many bytes the call counts for while it waits. */
    final long bytes() {
        return (long) payloadBytes + OBJECT_BYTES;
    }

    @Override
    public final void run() {
        ws.calls().line.arrived(this);
    }

    static final class Text extends Call {
        private final byte[] utf8;
        private final Compression compression;

        Text(OrderedCalls ws, byte[] utf8, Compression compression) {
            super(ws, utf8.length);
            this.utf8 = utf8;
            this.compression = compression;
        }

        @Override
        void send() {
            ws.protocol.sendEncodedText(utf8, compression);
        }
    }

    static final class Binary extends Call {
        private final byte[] payload;
        private final Compression compression;

        Binary(OrderedCalls ws, byte[] payload, Compression compression) {
            super(ws, payload.length);
            this.payload = payload;
            this.compression = compression;
        }

        @Override
        void send() {
            ws.protocol.sendBinary(payload, 0, payload.length, compression);
        }
    }

    static final class Prepared extends Call {
        private final PreparedMessage message;

        Prepared(OrderedCalls ws, PreparedMessage message) {
            super(ws, message.length());
            this.message = message;
        }

        @Override
        void send() {
            ws.protocol.send(message);
        }
    }

    static final class Control extends Call {
        private final boolean ping;
        private final byte[] payload;

        Control(OrderedCalls ws, boolean ping, byte[] payload) {
            super(ws, payload.length);
            this.ping = ping;
            this.payload = payload;
        }

        @Override
        boolean isControl() {
            return true;
        }

        @Override
        void send() {
            if (ping) {
                ws.protocol.sendPing(payload);
            } else {
                ws.protocol.sendPong(payload);
            }
        }
    }

    static final class Fragment extends Call {
        private final Fragments message;
        private final byte[] payload;
        private final boolean last;

        Fragment(OrderedCalls ws, Fragments message, byte[] payload, boolean last) {
            super(ws, payload.length);
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
        void send() {
            ws.calls().line.sendFragment(message, payload, last, caller);
        }
    }
}
