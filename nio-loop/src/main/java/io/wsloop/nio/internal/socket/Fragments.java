package io.wsloop.nio.internal.socket;

import io.wsloop.Compression;
import io.wsloop.FragmentedMessage;
import io.wsloop.MessageType;
import io.wsloop.SendResult;
import io.wsloop.frame.Utf8;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One message that the application sends fragment by fragment. RFC 6455 §5.4: a message may be sent when its size is unknown,
 * without buffering it. Any thread, one at a time.
 */
final class Fragments implements FragmentedMessage {
    private static final byte[] NONE = {};

    final MessageType type;
    final Compression compression;
    private final OrderedCalls ws;

    /** True once a fragment was sent or enqueued. */
    private volatile boolean begunOnTheWire;

    /** False if the message was begun after a close, or after another message was given up. None of its fragments is sent. */
    private volatile boolean begunOpen;

    Fragments(OrderedCalls ws, MessageType type, Compression compression) {
        this.ws = ws;
        this.type = type;
        this.compression = compression;
    }

    void begun(boolean open) {
        begunOpen = open;
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
        ws.calls().finished(this);
        return result;
    }

    @Override
    public void abandon() {
        Calls calls = ws.calls();
        if (calls.isUnfinished(this)) {
            if (begunOnTheWire) {
                // First, so that no thread can begin a message whose fragments would continue this one.
                calls.refuseMore();
                ws.abandoned();
            }
            calls.finished(this);
        }
    }

    private SendResult write(byte[] bytes, boolean last) {
        Calls calls = ws.calls();
        if (!calls.isUnfinished(this)) {
            throw new IllegalStateException("this message is finished already");
        }
        SendResult result = send(calls, bytes, last);
        if (result != SendResult.CLOSED && !begunOnTheWire) {
            begunOnTheWire = true;
        }
        return result;
    }

    private SendResult send(Calls calls, byte[] bytes, boolean last) {
        if (!begunOpen) {
            return SendResult.CLOSED;
        }
        if (!ws.inLoop() || calls.waitingBytes() > 0) {
            return ws.enqueue(new Call.Fragment(ws, this, bytes, last), false);
        }
        boolean through = ws.connection.beginWrite(bytes.length);
        try {
            return calls.line.sendFragment(this, bytes, last, Thread.currentThread());
        } finally {
            ws.connection.endWrite(through);
        }
    }

    @Override
    public String toString() {
        return "FragmentedMessage[" + type + (ws.calls().isUnfinished(this) ? ", unfinished]" : ", finished]");
    }
}
