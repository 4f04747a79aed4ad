package io.wsloop.protocol;

import io.wsloop.deflate.DeflateException;
import io.wsloop.deflate.MessageInflater;
import io.wsloop.frame.Mask;
import io.wsloop.frame.Utf8;
import io.wsloop.frame.Utf8Validator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects one message's payload. Its array grows with the bytes that came, never by what a header announced, and
 * belongs to the bench until the engine's method returns with the message unfinished. Text is validated as it comes.
 */
final class MessageAssembler {
    /** The longest array that every JVM gives. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /** The longest message that fits, and the byte above it by which inflating finds that it is longer. */
    static final int MAX_MESSAGE = MAX_ARRAY - 1;

    /**
     * Compressed bytes inflated in one call of the engine, so that a driver can turn to another connection: a byte inflates
     * to 1032 at most.
     */
    private static final int INFLATED_AT_A_TIME = 4 << 10;

    /** The same when pieces are passed on, so that a piece stays below 1 MiB. */
    private static final int INFLATED_TO_A_PIECE = 1000;

    private static final byte[] NONE = {};

    private final Workbench bench;
    private final long maxMessageBytes;

    private byte[] bytes = NONE;
    private boolean borrowed;
    private int size;
    /** Of the whole message, pieces passed on included. */
    private long received;

    private boolean text;
    private final Utf8Validator validator = new Utf8Validator();

    MessageAssembler(Workbench bench, long maxMessageBytes) {
        this.bench = bench;
        this.maxMessageBytes = maxMessageBytes;
    }

    void begin(boolean text) {
        this.text = text;
        received = 0;
        validator.reset();
    }

    boolean isText() {
        return text;
    }

    /** Bytes that more of this message may have. */
    long allowance() {
        return maxMessageBytes - received;
    }

    /** So many bytes more are too many. */
    ViolationException tooBig(long more) {
        return new ViolationException(
                Violation.MESSAGE_TOO_BIG,
                "a message of at least " + Long.toUnsignedString(received + more) + " bytes is above the limit of "
                        + maxMessageBytes);
    }

    /** Takes payload out of the buffer and unmasks it. The expected rest tells how far growing makes sense. */
    int append(ByteBuffer in, int n, int key, long expected) throws ViolationException {
        room(n, expected);
        in.get(bytes, size, n);
        int rotated = Mask.apply(bytes, size, n, key);
        judge(n);
        return rotated;
    }

    /** Takes compressed payload out of the buffer, unmasks it and inflates all of it, up to one byte above the limit. */
    int inflate(ByteBuffer in, int n, int key, MessageInflater inflater) throws ViolationException {
        byte[] compressed = bench.scratch(n);
        in.get(compressed, 0, n);
        int rotated = Mask.apply(compressed, 0, n, key);
        inflater.feed(compressed, 0, n);
        drain(inflater);
        return rotated;
    }

    /** How much compressed payload to take at once. */
    static int bite(int available, boolean parts) {
        return Math.min(available, parts ? INFLATED_TO_A_PIECE : INFLATED_AT_A_TIME);
    }

    /** The message's last compressed byte is in: inflates what is left (RFC 7692 §7.2.2). */
    void inflateTail(MessageInflater inflater) throws ViolationException {
        inflater.feedTail();
        drain(inflater);
        inflater.endMessage();
    }

    private void drain(MessageInflater inflater) throws ViolationException {
        try {
            while (true) {
                room(1, 0);
                long most = Math.min(bytes.length - size, allowance() + 1);
                int n = inflater.inflate(bytes, size, (int) most);
                if (n == 0) {
                    return;
                }
                int good = (int) Math.min(n, allowance());
                // Before it is found too big, so that the first fault decides, however the input is cut.
                judge(good);
                if (n > good) {
                    throw tooBig(n - good);
                }
            }
        } catch (DeflateException e) {
            throw new ViolationException(Violation.DEFLATE_BROKEN, String.valueOf(e.getMessage()));
        }
    }

    /** Judges a whole text that was never appended here (§8.1). */
    void requireUtf8(byte[] message, int length) throws ViolationException {
        if (!Utf8.isValid(message, 0, length, validator)) {
            throw notUtf8();
        }
    }

    private void judge(int n) throws ViolationException {
        // §8.1: text that is not UTF-8 fails the connection, at the first byte that shows it.
        if (text && !validator.feed(bytes, size, n)) {
            throw notUtf8();
        }
        size += n;
        received += n;
    }

    static ViolationException notUtf8() {
        return new ViolationException(Violation.TEXT_NOT_UTF8, "a text message must be UTF-8, this one is not");
    }

    /** The message is over. Text must not end within a character. */
    void end() throws ViolationException {
        if (text && !validator.isComplete()) {
            throw notUtf8();
        }
    }

    /** The whole message's bytes, exactly sized and no longer ours. */
    byte[] takeBytes() {
        byte[] message = !borrowed && size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        release();
        return message;
    }

    /** The whole message's text. */
    String takeText() {
        String message = new String(bytes, 0, size, StandardCharsets.UTF_8);
        release();
        return message;
    }

    /** What may be passed on as text now: a character's beginning at the end stays for the next piece. */
    String takeTextPart() {
        int torn = validator.pending();
        String part = new String(bytes, 0, size - torn, StandardCharsets.UTF_8);
        byte[] rest = torn == 0 ? NONE : Arrays.copyOfRange(bytes, size - torn, size);
        release();
        bytes = rest;
        size = torn;
        return part;
    }

    /** What would be passed on now. */
    int available() {
        return text ? size - validator.pending() : size;
    }

    /** The engine's method returns with the message unfinished: what is borrowed goes back. */
    void settle() {
        if (borrowed) {
            bytes = size == 0 ? NONE : Arrays.copyOf(bytes, size);
            borrowed = false;
        }
    }

    long heldBytes() {
        return bytes.length;
    }

    void release() {
        bytes = NONE;
        borrowed = false;
        size = 0;
    }

    private void room(int n, long expected) {
        if (bytes.length - size >= n) {
            return;
        }
        boolean more = expected > n;
        // Only what may be whole before the engine returns is drafted: the rest of a cut frame would be copied twice.
        if (size == 0 && !borrowed && !more && n <= Workbench.SCRATCH_BYTES) {
            bytes = bench.draft();
            borrowed = true;
            return;
        }
        long needed = (long) size + n;
        long grown = more ? onTheWay(needed, size + expected) : needed + (needed >> 1);
        bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, grown), MAX_ARRAY));
        borrowed = false;
    }

    /**
     * While one frame's rest is on its way: few copies, no last one for the sake of a few bytes, and an array in
     * proportion to what its sender paid.
     */
    private static long onTheWay(long came, long whole) {
        return whole <= came * 5 ? whole : came * 4;
    }
}
