package io.wsloop.nio.internal.socket;

import io.wsloop.Compression;
import io.wsloop.FragmentedMessage;
import io.wsloop.MessageType;
import io.wsloop.SendResult;
import io.wsloop.frame.Utf8;
import java.nio.ByteBuffer;
import java.util.Objects;

/** One message that the application sends fragment by fragment (RFC 6455 §5.4). Any thread, one at a time. */
final class Fragments implements FragmentedMessage {
    private static final byte[] NONE = {};

    final MessageType type;
    final Compression compression;
    private final WebSocketHandle handle;

    /** True from the first fragment that was taken. */
    private volatile boolean begunOnTheWire;

    /** False for a message that was begun after a close: none of its fragments is taken. */
    private final boolean begunOpen;

    Fragments(WebSocketHandle handle, MessageType type, Compression compression) {
        this.handle = handle;
        this.type = type;
        this.compression = compression;
        begunOpen = !handle.calls().isClosed();
    }

    boolean wasBegunOpen() {
        return begunOpen;
    }

    @Override
    public SendResult write(String part) {
        Objects.requireNonNull(part, "part must not be null");
        return write(Utf8.encode(part), false);
    }

    @Override
    public SendResult write(ByteBuffer part) {
        Objects.requireNonNull(part, "part must not be null");
        byte[] copy = new byte[part.remaining()];
        part.get(part.position(), copy);
        return write(copy, false);
    }

    @Override
    public SendResult finish() {
        SendResult result = write(NONE, true);
        handle.calls().finished(this);
        return result;
    }

    @Override
    public void abandon() {
        Calls calls = handle.calls();
        if (calls.isUnfinished(this)) {
            if (begunOnTheWire) {
                handle.abandoned();
            }
            calls.finished(this);
        }
    }

    private SendResult write(byte[] bytes, boolean last) {
        Calls calls = handle.calls();
        if (!calls.isUnfinished(this)) {
            throw new IllegalStateException("this message is finished already");
        }
        SendResult result = hand(calls, bytes, last);
        if (result != SendResult.CLOSED && !begunOnTheWire) {
            begunOnTheWire = true;
        }
        return result;
    }

    private SendResult hand(Calls calls, byte[] bytes, boolean last) {
        if (!handle.inLoop() || calls.waitingBytes() > 0) {
            return handle.hand(new Call.Fragment(handle, this, bytes, last), false);
        }
        boolean through = handle.connection.beginWrite(bytes.length);
        try {
            return calls.line.fragment(this, bytes, last, Thread.currentThread());
        } finally {
            handle.connection.endWrite(through);
        }
    }

    @Override
    public String toString() {
        return "FragmentedMessage[" + type + (handle.calls().isUnfinished(this) ? ", unfinished]" : ", finished]");
    }
}
