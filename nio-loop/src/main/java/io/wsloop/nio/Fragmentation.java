package io.wsloop.nio;

import io.wsloop.Compression;
import io.wsloop.FragmentedMessage;
import io.wsloop.MessageType;
import io.wsloop.SendResult;
import io.wsloop.frame.Utf8;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The order of what a connection sends when messages are sent in fragments (RFC 6455 §5.4): one such message at a time,
 * and nothing else between its fragments, whichever threads send. Any thread, unless said otherwise.
 */
final class Fragmentation {
    private final WebSocketHandle handle;

    private final AtomicReference<@Nullable FragmentedMessage> unfinished = new AtomicReference<>();
    /** Fragments that wait as tasks: what comes after them must not overtake them on the loop's own thread. */
    private final AtomicInteger handed = new AtomicInteger();

    /** Loop thread: the message that the engine is in the midst of. */
    private @Nullable Fragments current;

    /** Loop thread: what other threads had handed in when that message was begun. */
    private final ArrayDeque<Runnable> behind = new ArrayDeque<>(0);

    Fragmentation(WebSocketHandle handle) {
        this.handle = handle;
    }

    FragmentedMessage begin(MessageType type, Compression compression) {
        FragmentedMessage message = new Fragments(type, compression);
        if (!unfinished.compareAndSet(null, message)) {
            throw new IllegalStateException("a message is unfinished: finish it before another is begun");
        }
        return message;
    }

    boolean isUnfinished() {
        return unfinished.get() != null;
    }

    /** Whether fragments of a message that another thread has finished still wait. */
    boolean goFirst() {
        return handed.get() > 0 && !isUnfinished();
    }

    /** Loop thread: true when the message has to wait for the end of the one in progress; then it is taken. */
    boolean delays(Runnable message) {
        if (current == null) {
            return false;
        }
        behind.add(message);
        return true;
    }

    /** Loop thread: the connection has ended. */
    void end() {
        behind.clear();
    }

    /** One message, fragment by fragment. */
    private final class Fragments implements FragmentedMessage {
        private final MessageType type;
        private final Compression compression;

        Fragments(MessageType type, Compression compression) {
            this.type = type;
            this.compression = compression;
        }

        @Override
        public SendResult write(String part) {
            byte[] bytes = Utf8.encode(part);
            return write(bytes, 0, bytes.length, false);
        }

        @Override
        public SendResult write(ByteBuffer part) {
            byte[] copy = new byte[part.remaining()];
            part.get(part.position(), copy);
            return write(copy, 0, copy.length, false);
        }

        @Override
        public SendResult finish() {
            SendResult result = write(new byte[0], 0, 0, true);
            unfinished.set(null);
            return result;
        }

        @Override
        public String toString() {
            return "FragmentedMessage[" + type + (unfinished.get() == this ? ", unfinished]" : ", finished]");
        }

        private SendResult write(byte[] bytes, int offset, int length, boolean last) {
            if (unfinished.get() != this) {
                throw new IllegalStateException("this message is finished already");
            }
            if (!handle.connection.loop().inLoop() || handed.get() > 0) {
                handed.incrementAndGet();
                SendResult result = handle.queue(length, false, () -> {
                    handed.decrementAndGet();
                    part(bytes, offset, length, last);
                });
                if (result == SendResult.CLOSED) {
                    handed.decrementAndGet();
                }
                return result;
            }
            boolean through = handle.connection.beginWrite(length);
            try {
                return part(bytes, offset, length, last);
            } finally {
                handle.connection.endWrite(through);
            }
        }

        /** Loop thread. */
        private SendResult part(byte[] bytes, int offset, int length, boolean last) {
            SendResult result = handle.protocol.sendPart(type, compression, bytes, offset, length, last);
            current = last ? null : this;
            for (int waiting = behind.size(); last && waiting > 0; waiting--) {
                handle.give(behind.remove());
            }
            return result;
        }
    }
}
