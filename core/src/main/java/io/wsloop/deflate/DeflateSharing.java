package io.wsloop.deflate;

import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The deflaters, the inflater and the output array that the connections of one thread share. It makes each when it is
 * first needed, and lends it for one message. One thread at a time.
 *
 * <p>A borrower gets a new deflater or inflater when none is idle. So a message that is begun in one call and ended in
 * a later one keeps what it borrowed, and no other connection disturbs it. At most one inflater stays idle, and one
 * deflater of each level in use; further ones are ended when they come back.
 */
public final class DeflateSharing implements AutoCloseable {
    /** The index of the deflater that uses no back-references. The other deflaters have their level, 1-9, as index. */
    static final int HUFFMAN_ONLY = 0;

    /** An output array longer than this is not kept after the message. */
    static final int RETAINED_BYTES = 256 * 1024;

    private static final int FIRST_CAPACITY = 4 * 1024;

    private final ZlibFactory zlib;
    private final @Nullable Deflater[] deflaters = new @Nullable Deflater[10];
    private @Nullable Inflater inflater;
    /** The window of a message whose sender does not take its context over. */
    private @Nullable Window window;

    private final MessageEnd messageEnd = new MessageEnd();

    private byte[] output = new byte[0];
    private int outputLength;
    private final View view = new View();
    private boolean closed;
    private long inflatedBytes;

    /** Owns nothing until its first use. */
    public DeflateSharing() {
        this(ZlibFactory.JDK);
    }

    DeflateSharing(ZlibFactory zlib) {
        this.zlib = zlib;
    }

    /**
     * Ends the deflaters and inflaters that are idle. A lent one ends when its connection closes. Calling this again
     * does nothing.
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
     * The bytes that have been inflated so far. The cost of beginning a stream counts as bytes too.
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
            Deflater made = zlib.deflater(1);
            made.setStrategy(Deflater.HUFFMAN_ONLY);
            // The first call after a change of strategy applies it and does not flush.
            made.deflate(output, 0, 0, Deflater.NO_FLUSH);
            return made;
        }
        return zlib.deflater(place);
    }

    void giveBack(Deflater deflater, int place) {
        if (closed || deflaters[place] != null) {
            deflater.end();
        } else {
            deflater.reset();
            deflaters[place] = deflater;
        }
    }

    /** An inflater at the beginning of a stream, with an empty window. */
    Inflater borrowInflater() {
        Inflater idle = inflater;
        inflater = null;
        return idle != null ? idle : zlib.inflater();
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

    /** Tells where a message ends. All connections of the thread use it in turn. */
    MessageEnd messageEnd() {
        return messageEnd;
    }

    /** Begins an output. The view of the last one is no longer valid. */
    void beginOutput() {
        outputLength = 0;
    }

    void putByte(byte value) {
        ensureRoom(1);
        output[outputLength++] = value;
    }

    /** Runs the deflater until it gives no more output. */
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

    /** Ends an output and cuts its last bytes off. */
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
