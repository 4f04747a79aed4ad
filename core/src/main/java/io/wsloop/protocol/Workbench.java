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

/** What the engines of one thread share: the clock, scratch arrays, masking keys and deflaters. One thread at a time. */
public final class Workbench implements AutoCloseable {
    /** The length of the arrays that are kept. A message that needs more gets an array of its own. */
    static final int SCRATCH_BYTES = 64 << 10;

    /** The setups that are kept. Routes and what is agreed on them make few; further ones are not shared. */
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

    /** True while {@link #loan} is lent. */
    private boolean lent;

    /** The text that a sink sees just now, and the array of its bytes; null between two such calls. */
    private @Nullable ByteBuffer lentText;

    private byte[] lentTextBytes = NONE;
    private final Utf8Validator validator = new Utf8Validator();
    /** The direct read buffer that {@link #readOnly} is a view of. */
    private @Nullable ByteBuffer read;

    private @Nullable ByteBuffer readOnly;

    /** True while a message is sent that was counted against the cap before. */
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
     * How many bytes the messages of all engines of this bench have inflated to so far. The cost of beginning a message, or a
     * new stream within one, counts as bytes too. A driver that shares its time among connections adds these bytes to those
     * that it reads: a kilobyte may inflate to a megabyte.
     *
     * @return bytes; only differences mean anything
     */
    public long inflatedBytes() {
        return deflaters.inflatedBytes();
    }

    /**
     * Lets the engines take a message although more than {@link Limits#maxOutgoingBytes} wait. A driver calls this with true
     * before it sends a message that it counted against the cap on another thread, and with false right after.
     *
     * @param admits true while such a message is sent
     */
    public void admits(boolean admits) {
        this.admits = admits;
    }

    boolean admits() {
        return admits;
    }

    /** Frees the shared deflaters. The engines of this bench must not be used afterwards. */
    @Override
    public void close() {
        deflaters.close();
    }

    /** The setup that all engines with this role and these options share. */
    Setup setup(Role role, ProtocolOptions options) {
        for (int i = 0; i < setups.size(); i++) {
            Setup known = setups.get(i);
            // Most often they are the same object. Only then is nothing of theirs compared.
            if (known.role == role && (known.options == options || known.options.equals(options))) {
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

    /** Encodes text on its way to the outbox. */
    Utf8Encoder encoder() {
        return encoder;
    }

    DeflateSharing deflaters() {
        return deflaters;
    }

    /** An array of at least this length, for bytes that are not needed after the engine's method has returned. */
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

    /** Remembers a text whose bytes lie in the scratch array, until scratch is asked for again. A long text is not kept. */
    void received(String text, byte[] utf8, int length) {
        if (utf8 == scratch) {
            encoder.received(text, utf8, length);
        }
    }

    /** Lends an array for a message that a sink sees until its method returns. Then comes {@link #giveBack}. */
    Loan lend(int length) {
        if (length > SCRATCH_BYTES || lent) {
            // A sink that sees one engine's message may let another engine receive.
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

    void giveBack(Loan used) {
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

    /** A read-only view of the whole read buffer. The view of a direct buffer is kept, for a loop reads into one buffer. */
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

    /** An array for a message that will probably complete before the engine's method returns. */
    byte[] draft() {
        if (draft.length == 0) {
            draft = new byte[SCRATCH_BYTES];
        }
        return draft;
    }
}
