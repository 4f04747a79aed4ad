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

/** The clock, scratch arrays, masking keys and deflaters that the engines of one thread share. One thread at a time. */
public final class Workbench implements AutoCloseable {
    /** The length of the shared arrays. A longer message gets a new array. */
    static final int SCRATCH_BYTES = 64 << 10;

    /** The most groups that are kept. Routes and their agreements make few; engines of further ones share nothing. */
    private static final int GROUPS = 16;

    private static final byte[] NONE = {};

    private final MaskingKeys keys;
    private final LongSupplier clock;
    private final DeflateSharing deflaters = new DeflateSharing();
    private final Utf8Encoder encoder = new Utf8Encoder();
    private final List<EngineGroup> groups = new ArrayList<>();
    private byte[] scratch = NONE;
    private byte[] draft = NONE;
    private @Nullable LentArray lentArray;

    /** True while {@link #lentArray} is lent. */
    private boolean arrayLent;

    /** The text that a sink sees now; null outside of such a call. */
    private @Nullable ByteBuffer lentText;

    private byte[] lentTextBytes = NONE;
    private final Utf8Validator validator = new Utf8Validator();
    /** The direct read buffer that {@link #readOnly} is a view of. */
    private @Nullable ByteBuffer read;

    private @Nullable ByteBuffer readOnly;

    /** True while a driver sends a message that it counted against the cap before. */
    private boolean admits;

    /**
     * Makes a bench for one thread.
     *
     * <p>The engines ask the clock once in each of four places: in a call of {@link Protocol#receive} that takes bytes,
     * when a message is sent while no bytes wait, after a write that took bytes, and in {@link Protocol#onDeadline}.
     * {@code System::nanoTime} is right for most drivers. A driver of many connections may give a field instead, and
     * set it once a turn: deadlines are seconds.
     *
     * @param keys for clients' frames
     * @param clock nanoseconds like those of {@link System#nanoTime}, of which only differences mean anything; the
     *     engines ask it on the bench's thread
     */
    public Workbench(MaskingKeys keys, LongSupplier clock) {
        Objects.requireNonNull(keys, "keys must not be null");
        Objects.requireNonNull(clock, "clock must not be null");
        this.keys = keys;
        this.clock = clock;
    }

    /** The current time of the clock. */
    long now() {
        return clock.getAsLong();
    }

    /**
     * The bytes to which the messages of all engines of this bench have inflated so far. The cost of beginning a
     * message, or a new stream within one, counts as bytes too. A driver that shares its time among connections adds
     * these bytes to those that it reads, because a kilobyte may inflate to a megabyte.
     *
     * @return bytes; only differences mean anything
     */
    public long inflatedBytes() {
        return deflaters.inflatedBytes();
    }

    /**
     * Lets the engines take a message although more than {@link Limits#maxOutgoingBytes} wait. A driver that has
     * counted a message against the cap on another thread calls this with true before it sends the message, and with
     * false right after.
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

    /** The group that all engines with this role and these options share. */
    EngineGroup group(Role role, ProtocolOptions options) {
        for (int i = 0; i < groups.size(); i++) {
            EngineGroup known = groups.get(i);
            // Most often they are the same object. Only then is nothing of theirs compared.
            if (known.role == role && (known.options == options || known.options.equals(options))) {
                return known;
            }
        }
        EngineGroup fresh = new EngineGroup(role, options, this);
        if (groups.size() < GROUPS) {
            groups.add(fresh);
        }
        return fresh;
    }

    MaskingKeys keys() {
        return keys;
    }

    /** Encodes the text of a message that is sent. */
    Utf8Encoder encoder() {
        return encoder;
    }

    DeflateSharing deflaters() {
        return deflaters;
    }

    /** An array of at least this length. Its bytes are valid until the engine's method returns. */
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

    /**
     * Remembers a received text while its bytes lie in the scratch array. A text that is too long for that array is not
     * kept.
     */
    void received(String text, byte[] utf8, int length) {
        if (utf8 == scratch) {
            encoder.received(text, utf8, length);
        }
    }

    /** Lends an array for a message that a sink sees until its method returns. Return it with {@link #giveBack}. */
    LentArray lend(int length) {
        if (length > SCRATCH_BYTES || arrayLent) {
            // A sink that sees one engine's message may let another engine receive.
            return new LentArray(length);
        }
        arrayLent = true;
        LentArray kept = lentArray;
        if (kept == null) {
            kept = new LentArray(SCRATCH_BYTES);
            lentArray = kept;
        }
        return kept;
    }

    void giveBack(LentArray used) {
        if (used == lentArray) {
            arrayLent = false;
        }
    }

    /** Remembers the text that a sink is about to see. It is valid UTF-8, and begins with the array's first byte. */
    void lendsText(ByteBuffer view, byte[] utf8) {
        lentText = view;
        // The array is nearly always the same. A reference that is not written costs no barrier under G1.
        if (lentTextBytes != utf8) {
            lentTextBytes = utf8;
        }
    }

    /** Forgets the text. The array of a long one goes too, or it would outlive its message and its connection. */
    void lendsNoText() {
        lentText = null;
        LentArray kept = lentArray;
        if (kept == null || lentTextBytes != kept.array()) {
            lentTextBytes = NONE;
        }
    }

    /** The array of the text that a sink sees now, if all of that text is sent; otherwise null. */
    byte @Nullable [] bytesOfLent(ByteBuffer text) {
        return text == lentText && text.remaining() == text.capacity() ? lentTextBytes : null;
    }

    /** Validates text that an application has encoded. */
    Utf8Validator validator() {
        return validator;
    }

    /**
     * A read-only view of the whole read buffer. The view of a direct buffer is kept, because a loop always reads into
     * the same one.
     */
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
