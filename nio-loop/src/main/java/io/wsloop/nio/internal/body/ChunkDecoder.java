package io.wsloop.nio.internal.body;

import io.wsloop.handshake.HeadException;
import java.nio.ByteBuffer;

/**
 * Decodes the chunked coding of a body as it arrives, of a request or of a response. RFC 9112 §7.1: each chunk has its size in
 * hexadecimal digits, and a chunk of size zero ends the body. Every line of the coding is bounded. Chunk extensions and trailers are
 * ignored. One thread at a time.
 */
public final class ChunkDecoder {
    private static final String HEX = "0123456789abcdefABCDEF";

    /** The longest line with a chunk's size, in bytes. */
    private static final int MAX_LINE = 256;

    /** The longest trailer section, in bytes. */
    private static final int MAX_TRAILERS = 8 << 10;

    private enum State {
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS,
        DONE
    }

    private final StringBuilder line = new StringBuilder();
    private final long max;
    private State state = State.CHUNK_SIZE;
    private long decoded;
    private long left;
    private int trailers;

    /** @param max the largest body in decoded bytes; a chunk that would exceed it is refused as soon as its size is read */
    public ChunkDecoder(long max) {
        this.max = max;
    }

    /** The memory of an unfinished line of the coding, in bytes. */
    public int heldBytes() {
        return line.capacity();
    }

    public boolean isDone() {
        return state == State.DONE;
    }

    /**
     * Decodes bytes of a buffer until the body ends. Bytes behind the body stay in the buffer.
     *
     * @param out takes the decoded bytes; it grows by bytes that came, never by a size that a peer announced
     * @return true once the body is whole
     * @throws HeadException 400 for a broken coding, 413 above the maximum, 431 for a trailer section of more than 8 KiB
     */
    public boolean receive(ByteBuffer in, BodyBytes out) throws HeadException {
        while (in.hasRemaining() && state != State.DONE) {
            if (state == State.CHUNK_DATA) {
                take(in, out);
            } else if (endsLine(in.get())) {
                line(line.toString());
                line.setLength(0);
            }
        }
        return state == State.DONE;
    }

    private void take(ByteBuffer in, BodyBytes out) {
        int count = (int) Math.min(left, in.remaining());
        // Other chunks may follow until the maximum is reached.
        out.take(in, count, max - decoded);
        decoded += count;
        left -= count;
        if (left == 0) {
            state = State.CHUNK_END;
        }
    }

    /**
     * Appends a byte to the line. True at the end of the line. RFC 9112 §2.2: a line ends with CRLF. We refuse a bare CR or LF,
     * because a proxy before us might read the line differently.
     */
    private boolean endsLine(byte next) throws HeadException {
        if (line.length() == 0) {
            checkFirst(next);
        }
        boolean afterCr = line.length() > 0 && line.charAt(line.length() - 1) == '\r';
        if (afterCr != (next == '\n')) {
            throw new HeadException(400, "expected CRLF at the end of a line of a chunked body, not a bare CR or LF");
        }
        if (afterCr) {
            line.setLength(line.length() - 1);
            return true;
        }
        if (state == State.TRAILERS && ++trailers > MAX_TRAILERS) {
            throw new HeadException(431, "expected at most " + MAX_TRAILERS + " bytes of trailers");
        }
        if (state != State.TRAILERS && line.length() > MAX_LINE) {
            throw new HeadException(400, "expected at most " + MAX_LINE + " bytes in the line of a chunk's size");
        }
        line.append((char) (next & 0xff));
        return false;
    }

    /** Refuses a wrong line at its first byte, because its end may never come. */
    private void checkFirst(byte next) throws HeadException {
        if (state == State.CHUNK_SIZE && HEX.indexOf(next) < 0) {
            throw noSize();
        }
        if (state == State.CHUNK_END && next != '\r') {
            throw new HeadException(400, "expected CRLF after a chunk's data: its size was wrong");
        }
    }

    private static HeadException noSize() {
        return new HeadException(400, "expected a chunk's size in hexadecimal digits");
    }

    private void line(String text) throws HeadException {
        switch (state) {
            case CHUNK_SIZE -> {
                left = chunkSize(text);
                if (left > max - decoded) {
                    throw tooLarge(max);
                }
                state = left == 0 ? State.TRAILERS : State.CHUNK_DATA;
            }
            // The line is empty, because checkFirst accepted only CR.
            case CHUNK_END -> state = State.CHUNK_SIZE;
            default -> {
                if (text.isEmpty()) {
                    state = State.DONE;
                }
            }
        }
    }

    public static HeadException tooLarge(long max) {
        return new HeadException(413, "expected a body of at most " + max + " bytes");
    }

    /** RFC 9112 §7.1: a chunk's size is hexadecimal digits, and extensions may follow after a semicolon. */
    private static long chunkSize(String text) throws HeadException {
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == '0') {
            zeros++;
        }
        int digits = zeros;
        while (digits < text.length() && HEX.indexOf(text.charAt(digits)) >= 0) {
            digits++;
        }
        String rest = text.substring(digits).stripLeading();
        if (!rest.isEmpty() && rest.charAt(0) != ';') {
            throw noSize();
        }
        if (digits == zeros) {
            return 0;
        }
        return digits - zeros > 15 ? Long.MAX_VALUE : Long.parseLong(text.substring(zeros, digits), 16);
    }
}
