package io.wsloop.protocol;

import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateSharing;
import io.wsloop.frame.Utf8Encoder;
import io.wsloop.frame.Utf8Validator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the engines driven by one thread share: the clock, scratch arrays, masking keys and deflaters. One
 * thread at a time.
 */
public final class Workbench implements AutoCloseable {
    /** Also what is kept between calls: a larger need gets an array of its own. */
    static final int SCRATCH_BYTES = 64 << 10;

    /** Routes and what is agreed on them make few setups; more than these are not shared. */
    private static final int SETUPS = 16;

    private static final byte[] NONE = {};

    private final MaskingKeys keys;
    private final LongSupplier clock;
    private final DeflateSharing deflaters = new DeflateSharing();
    private final Utf8Encoder encoder = new Utf8Encoder();
    private final List<Setup> setups = new ArrayList<>();
    private byte[] scratch = NONE;
    private byte[] draft = NONE;
    private @Nullable Loan loan;
    private boolean lent;

    /** The text that a sink sees just now, and the array of its bytes; null between two such calls. */
    private @Nullable ByteBuffer lentText;

    private byte[] lentTextBytes = NONE;
    private final Utf8Validator validator = new Utf8Validator();
    private @Nullable ByteBuffer read;
    private @Nullable ByteBuffer readOnly;
    private boolean admits;

    /**
     * A bench for one thread.
     *
     * <p>The engines ask the clock once for each call of {@link Protocol#receive} that takes bytes, once for a message that
     * is sent while nothing waits to be written, once for each write that took bytes, and once in {@link
     * Protocol#onDeadline}. {@code System::nanoTime} is right for most drivers. One that serves many connections may give
     * a field instead, which it sets once a turn: deadlines are seconds.
     *
     * @param keys for clients' frames
     * @param clock nanoseconds as by {@link System#nanoTime}: only differences mean anything; asked on the bench's thread
     */
    public Workbench(MaskingKeys keys, LongSupplier clock) {
        Objects.requireNonNull(keys, "keys must not be null");
        Objects.requireNonNull(clock, "clock must not be null");
        this.keys = keys;
        this.clock = clock;
    }

    /** The time that the clock shows. */
    long now() {
        return clock.getAsLong();
    }

    /**
     * How many bytes the messages of all these engines have inflated to so far. What it costs to begin a message or a new
     * stream within one counts as bytes too. A driver that shares its time among connections adds them to the bytes that it
     * reads: a kilobyte may inflate to a megabyte, and a few bytes may begin a stream.
     *
     * @return bytes; only differences mean anything
     */
    public long inflatedBytes() {
        return deflaters.inflatedBytes();
    }

    /**
     * Says that the driver has asked {@link Limits#maxOutgoingBytes} already for what it is about to send, when the
     * application handed it in on another thread: the engines then take it. To be called with false right after.
     *
     * @param admits true while such a message is sent
     */
    public void admits(boolean admits) {
        this.admits = admits;
    }

    boolean admits() {
        return admits;
    }

    /** Ends the shared deflaters. Engines of this bench must not be used any more. */
    @Override
    public void close() {
        deflaters.close();
    }

    /** What all engines that are made so have in common. */
    Setup setup(Role role, ProtocolOptions options) {
        for (int i = 0; i < setups.size(); i++) {
            Setup known = setups.get(i);
            if (known.role == role && known.options.equals(options)) {
                return known;
            }
        }
        Setup fresh = new Setup(role, options, this);
        if (setups.size() < SETUPS) {
            setups.add(fresh);
        }
        return fresh;
    }

    MaskingKeys keys() {
        return keys;
    }

    /** For text on its way to the outbox. */
    Utf8Encoder encoder() {
        return encoder;
    }

    DeflateSharing deflaters() {
        return deflaters;
    }

    /** For bytes that are used up before the engine's method returns. */
    byte[] scratch(int length) {
        encoder.forget();
        if (length > SCRATCH_BYTES) {
            return new byte[length];
        }
        if (scratch.length == 0) {
            scratch = new byte[SCRATCH_BYTES];
        }
        return scratch;
    }

    /** Text whose bytes stand in scratch, until scratch is asked for again. What got an array of its own is not kept. */
    void received(String text, byte[] utf8, int length) {
        if (utf8 == scratch) {
            encoder.received(text, utf8, length);
        }
    }

    /** For a message that a sink is to see for as long as its call lasts. */
    Loan loan(int length) {
        if (length > SCRATCH_BYTES || lent) {
            // While it sees one engine's message, a sink may let another receive.
            return new Loan(length);
        }
        lent = true;
        Loan kept = loan;
        if (kept == null) {
            kept = new Loan(SCRATCH_BYTES);
            loan = kept;
        }
        return kept;
    }

    void repay(Loan used) {
        if (used == loan) {
            lent = false;
        }
    }

    /** A sink is about to see this text, which is the array's from its first byte on and is known to be UTF-8. */
    void lendsText(ByteBuffer view, byte[] utf8) {
        lentText = view;
        // Nearly always the same array; a reference that is not written costs no fence under G1.
        if (lentTextBytes != utf8) {
            lentTextBytes = utf8;
        }
    }

    void lendsNoText() {
        lentText = null;
    }

    /** The array of a text that is lent just now and is sent whole; else null. */
    byte @Nullable [] bytesOfLent(ByteBuffer text) {
        return text == lentText && text.remaining() == text.capacity() ? lentTextBytes : null;
    }

    /** For text that an application encoded. */
    Utf8Validator validator() {
        return validator;
    }

    /** All of a read buffer, read-only. The last direct one's is kept, for a loop reads into one buffer. */
    ByteBuffer readOnly(ByteBuffer in) {
        ByteBuffer kept = readOnly;
        if (kept == null || in != read) {
            kept = in.asReadOnlyBuffer().clear();
            if (in.isDirect()) {
                read = in;
                readOnly = kept;
            }
        }
        return kept;
    }

    /** For a message that will probably be whole before the engine's method returns. */
    byte[] draft() {
        if (draft.length == 0) {
            draft = new byte[SCRATCH_BYTES];
        }
        return draft;
    }
}
