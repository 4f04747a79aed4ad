package io.wsloop.deflate;

import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one thread share for compression: idle deflaters and an idle inflater, lent out for a
 * message, and the array that output goes to. All of it is made when first needed. One thread at a time.
 *
 * <p>Whoever borrows while nothing is idle gets a new one: a message that is begun here and ended later keeps what it
 * borrowed, and no other connection can disturb it. What comes back is kept if its place is free and ended otherwise,
 * so at most one inflater and one deflater per level in use stay idle.
 */
public final class DeflateSharing implements AutoCloseable {
    /** The place of the deflaters without back-references; the others' place is their level, 1-9. */
    static final int HUFFMAN_ONLY = 0;

    /** An output array above this is not kept after the message. */
    static final int RETAINED_BYTES = 256 * 1024;

    private static final int FIRST_CAPACITY = 4 * 1024;

    private final Zips zips;
    private final @Nullable Deflater[] deflaters = new @Nullable Deflater[10];
    private @Nullable Inflater inflater;
    /** For the messages whose sender takes nothing over. */
    private @Nullable Window window;

    private final MessageEnd messageEnd = new MessageEnd();

    private byte[] output = new byte[0];
    private int outputLength;
    private final View view = new View();
    private boolean closed;
    private long inflatedBytes;

    /** Owns nothing yet. */
    public DeflateSharing() {
        this(Zips.JDK);
    }

    DeflateSharing(Zips zips) {
        this.zips = zips;
    }

    /**
     * Ends what is idle. What is lent out ends when its connection closes. Calling it again does nothing.
     */
    @Override
    public void close() {
        closed = true;
        for (int place = 0; place < deflaters.length; place++) {
            Deflater idle = deflaters[place];
            if (idle != null) {
                deflaters[place] = null;
                idle.end();
            }
        }
        Inflater idle = inflater;
        if (idle != null) {
            inflater = null;
            idle.end();
        }
    }

    /**
     * How many bytes have been inflated, what it costs to begin a stream included.
     *
     * @return bytes; only differences mean anything
     */
    public long inflatedBytes() {
        return inflatedBytes;
    }

    void inflated(int bytes) {
        inflatedBytes += bytes;
    }

    /** A deflater with an empty window. */
    Deflater borrowDeflater(int place) {
        Deflater idle = deflaters[place];
        if (idle != null) {
            deflaters[place] = null;
            return idle;
        }
        if (place == HUFFMAN_ONLY) {
            Deflater made = zips.deflater(1);
            made.setStrategy(Deflater.HUFFMAN_ONLY);
            // The first call after a change of strategy carries it out and does not flush.
            made.deflate(output, 0, 0, Deflater.NO_FLUSH);
            return made;
        }
        return zips.deflater(place);
    }

    void giveBack(Deflater deflater, int place) {
        if (closed || deflaters[place] != null) {
            deflater.end();
        } else {
            deflater.reset();
            deflaters[place] = deflater;
        }
    }

    /** An inflater at a stream's begin, with an empty window. */
    Inflater borrowInflater() {
        Inflater idle = inflater;
        inflater = null;
        return idle != null ? idle : zips.inflater();
    }

    void giveBack(Inflater lent) {
        if (closed || inflater != null) {
            lent.end();
        } else {
            lent.reset();
            inflater = lent;
        }
    }

    /** An empty window of full size. */
    Window borrowWindow() {
        Window idle = window;
        window = null;
        return idle != null ? idle : new Window(DeflateTerms.MAX_WINDOW_BITS);
    }

    void giveBack(Window lent) {
        lent.clear();
        window = lent;
    }

    /** To judge where a message ends. */
    MessageEnd messageEnd() {
        return messageEnd;
    }

    /** Begins an output; the view of the one before is void. */
    void beginOutput() {
        outputLength = 0;
    }

    void putByte(byte value) {
        ensureRoom(1);
        output[outputLength++] = value;
    }

    /** Runs the deflater until it has nothing left to say. */
    void run(Deflater deflater, int expected, int flush) {
        int room;
        int made;
        do {
            ensureRoom(expected);
            room = output.length - outputLength;
            made = deflater.deflate(output, outputLength, room, flush);
            outputLength += made;
        } while (made == room);
    }

    /** Ends an output without its last bytes. */
    MessageDeflater.Deflated endOutput(int without) {
        View result = output.length > RETAINED_BYTES ? new View() : view;
        result.array = output;
        result.length = outputLength - without;
        if (output.length > RETAINED_BYTES) {
            output = new byte[0];
        }
        return result;
    }

    private void ensureRoom(int expected) {
        int wanted = outputLength + expected;
        if (wanted > output.length) {
            output = Arrays.copyOf(output, Math.max(FIRST_CAPACITY, Math.max(wanted, output.length * 2)));
        }
    }

    private static final class View implements MessageDeflater.Deflated {
        private byte[] array = new byte[0];
        private int length;

        @Override
        public byte[] array() {
            return array;
        }

        @Override
        public int length() {
            return length;
        }
    }
}
