package io.wsloop.nio;

import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.RequestHead;
import java.nio.ByteBuffer;

/**
 * The body of one request, as it arrives: by Content-Length or chunked (RFC 9112 §6, §7.1). It grows by what came, never
 * by what was announced, and every line of the chunked coding is bounded too. Chunk extensions and trailers are read
 * over.
 */
final class RequestBody {
    /** The longest line with a chunk's size, and the longest trailer section. */
    private static final int MAX_LINE = 256;

    private static final int MAX_TRAILERS = 8 << 10;

    private enum State {
        DATA,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS,
        DONE
    }

    private final RequestBytes bytes = new RequestBytes();
    private final StringBuilder line = new StringBuilder();
    private final int max;
    private State state;
    private long left;
    private int trailers;

    private RequestBody(int max, State state, long left) {
        this.max = max;
        this.state = state;
        this.left = left;
    }

    /** What the head announces; 413 when that is too much already. The head was checked for doubts by its reader. */
    static RequestBody of(RequestHead head, int max) throws HeadException {
        if (head.isChunked()) {
            return new RequestBody(max, State.CHUNK_SIZE, 0);
        }
        long length = Math.max(0, head.contentLength());
        if (length > max) {
            throw tooLarge(max);
        }
        return new RequestBody(max, length == 0 ? State.DONE : State.DATA, length);
    }

    private static HeadException tooLarge(int max) {
        return new HeadException(413, "expected a body of at most " + max + " bytes");
    }

    boolean isDone() {
        return state == State.DONE;
    }

    /** What came, for the first caller to keep; afterwards this holds nothing. */
    byte[] bytes() {
        return bytes.release();
    }

    /** What the body takes as far as it came: at most 1.25 times as much, and 4 KiB. */
    long heldBytes() {
        return bytes.heldBytes() + line.capacity();
    }

    /** True when the body is whole; what follows it stays in the buffer. */
    boolean receive(ByteBuffer in) throws HeadException {
        while (in.hasRemaining() && state != State.DONE) {
            switch (state) {
                case DATA -> {
                    if (take(in)) {
                        state = State.DONE;
                    }
                }
                case CHUNK_DATA -> {
                    if (take(in)) {
                        state = State.CHUNK_END;
                    }
                }
                default -> {
                    if (endsLine(in.get())) {
                        line(line.toString());
                        line.setLength(0);
                    }
                }
            }
        }
        return state == State.DONE;
    }

    private boolean take(ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        // Behind one chunk there may be another.
        bytes.take(in, count, state == State.DATA ? left : max - bytes.size());
        left -= count;
        return left == 0;
    }

    /** Gathers one line; whether it ends here. RFC 9112 §2.2: CRLF, and a bare CR or LF is an error. */
    private boolean endsLine(byte next) throws HeadException {
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

    private void line(String text) throws HeadException {
        switch (state) {
            case CHUNK_SIZE -> {
                left = chunkSize(text);
                if (left > max - bytes.size()) {
                    throw tooLarge(max);
                }
                state = left == 0 ? State.TRAILERS : State.CHUNK_DATA;
            }
            case CHUNK_END -> {
                if (!text.isEmpty()) {
                    throw new HeadException(400, "expected CRLF after a chunk's data: its size was wrong");
                }
                state = State.CHUNK_SIZE;
            }
            default -> {
                if (text.isEmpty()) {
                    state = State.DONE;
                }
            }
        }
    }

    /** RFC 9112 §7.1: hexadecimal digits, then perhaps extensions after a semicolon. */
    private static long chunkSize(String text) throws HeadException {
        int digits = 0;
        while (digits < text.length() && Character.digit(text.charAt(digits), 16) >= 0) {
            digits++;
        }
        String rest = text.substring(digits).stripLeading();
        if (digits == 0 || !rest.isEmpty() && rest.charAt(0) != ';') {
            throw new HeadException(400, "expected a chunk's size in hexadecimal digits");
        }
        return digits > 15 ? Long.MAX_VALUE : Long.parseLong(text.substring(0, digits), 16);
    }
}
