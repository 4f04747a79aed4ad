package io.wsloop.handshake;

import io.wsloop.Limits;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads heads of requests or responses as their bytes come, strictly by RFC 9112. One thread at a time.
 *
 * <p>The reader checks each byte once, wherever the head is cut, and each limit as the bytes come. Bytes after the head
 * stay in the caller's buffer: they belong to a body, to the next head, or to the first frame. Before the first byte of
 * a head the reader holds no buffer. Within a head it holds the bytes that have come, at most {@link
 * Limits#maxHeadBytes}. A length that a head announces allocates nothing.
 *
 * <p>After a head the reader is ready for the next. After a {@link HeadException} it reads no further byte, because
 * nobody can tell where the next head would begin (RFC 9112 §11.2).
 */
public final class HeadReader {
    /** The part that has come of an empty line before a request. */
    private enum EmptyLine {
        NONE,
        CR,
        CRLF
    }

    private final Limits limits;
    private EmptyLine emptyLine = EmptyLine.NONE;
    /** The head that has begun. It holds all buffers; null between heads. */
    private @Nullable HeadParser begun;

    private @Nullable HeadException failure;

    private HeadReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * Makes a reader at the beginning of a head.
     *
     * @param limits the reader obeys maxHeadBytes, maxHeadFields and maxTargetBytes
     * @return the reader
     */
    public static HeadReader of(Limits limits) {
        Objects.requireNonNull(limits, "limits must not be null");
        return new HeadReader(limits);
    }

    /**
     * Reads a request's head of HTTP/1.1 or 1.0, and refuses every other version with 505. It skips one empty line
     * before the head, as a server should (RFC 9112 §2.2).
     *
     * @param in the bytes that came; read up to the head's end, or completely when the head goes on
     * @return the head, or null when it needs more bytes
     * @throws HeadException when the head breaks a rule or a limit: answer with its status and close. Each later call
     *     throws the same
     * @throws IllegalStateException when the reader is within a response's head
     */
    public @Nullable RequestHead readRequest(ByteBuffer in) throws HeadException {
        HeadParser head = read(in, false);
        if (head == null) {
            return null;
        }
        try {
            return request(head);
        } catch (HeadException e) {
            throw fail(e);
        }
    }

    /**
     * Reads a response's head. It also accepts HTTP/1.0, so that a refusal in that version can be reported.
     *
     * @param in the bytes that came; read up to the head's end, or completely when the head goes on
     * @return the head, or null when it needs more bytes
     * @throws HeadException when the head breaks a rule or a limit; each later call throws the same
     * @throws IllegalStateException when the reader is within a request's head
     */
    public @Nullable ResponseHead readResponse(ByteBuffer in) throws HeadException {
        HeadParser head = read(in, true);
        return head == null
                ? null
                : new ResponseHead(head.first(), Integer.parseInt(head.second()), head.third(), head.headers());
    }

    /**
     * Tells whether no byte of a head has come yet, as on a kept connection between two requests. An empty line before
     * a head does not count.
     *
     * @return true before the first byte of a head; false after a failure
     */
    public boolean isIdle() {
        return begun == null && failure == null;
    }

    /**
     * The memory that the unfinished head takes.
     *
     * @return the size of its buffers in bytes, at most about three times {@link Limits#maxHeadBytes}; 0 between two
     *     heads
     */
    public int heldBytes() {
        HeadParser head = begun;
        return head == null ? 0 : head.heldBytes();
    }

    /** The head when it is complete; otherwise null. */
    private @Nullable HeadParser read(ByteBuffer in, boolean response) throws HeadException {
        if (failure != null) {
            throw failure;
        }
        HeadParser head = begun;
        if (head == null) {
            if (!begins(in, response)) {
                return null;
            }
            head = new HeadParser(limits, response);
            begun = head;
        } else if (head.isResponse() != response) {
            throw new IllegalStateException("this reader is within a head of the other kind");
        }
        try {
            if (!head.feed(in)) {
                return null;
            }
        } catch (HeadException e) {
            throw fail(e);
        }
        begun = null;
        emptyLine = EmptyLine.NONE;
        return head;
    }

    /** Skips one empty line. True if a byte of a head comes after it. */
    private boolean begins(ByteBuffer in, boolean response) throws HeadException {
        while (in.hasRemaining()) {
            byte b = in.get(in.position());
            if (emptyLine == EmptyLine.CR) {
                if (b != '\n') {
                    throw fail(new HeadException(400, "expected LF after CR in the line before the request's"));
                }
                emptyLine = EmptyLine.CRLF;
            } else if (b == '\r' && !response && emptyLine == EmptyLine.NONE) {
                emptyLine = EmptyLine.CR;
            } else {
                return true;
            }
            in.get();
        }
        return false;
    }

    private static RequestHead request(HeadParser head) throws HeadException {
        RequestTarget target = RequestTarget.parse(head.first(), head.second());
        Headers headers = head.headers();
        boolean old = head.third().equals("HTTP/1.0");
        // RFC 9112 §3.2: a request of HTTP/1.1 must have exactly one Host field. HTTP/1.0 did not know the field yet.
        int hosts = headers.count("Host");
        if (hosts != 1 && !(old && hosts == 0)) {
            throw new HeadException(400, "expected one Host field, " + hosts + " came (RFC 9112 §3.2)");
        }
        String host = headers.first("Host");
        if (host != null && !Authority.isAuthority(host)) {
            throw new HeadException(400, "Host must be host[:port] (RFC 9112 §3.2)");
        }
        if (old && headers.contains("Transfer-Encoding")) {
            // RFC 9112 §6.1: a server must treat Transfer-Encoding in HTTP/1.0 as a framing fault. An old proxy on the
            // way ignores the field, and ends the body elsewhere.
            throw new HeadException(400, "HTTP/1.0 has no Transfer-Encoding: expected Content-Length (RFC 9112 §6.1)");
        }
        BodyFraming.check(headers);
        String authority = target.authority();
        if (authority != null && !authority.equals(host)) {
            // RFC 9112 §3.2.2: a server must ignore Host when the target is absolute, and use the target's authority
            // instead.
            headers = headers.toBuilder().set("Host", authority).build();
        }
        return new RequestHead(head.first(), head.second(), head.third(), target.path(), target.query(), headers);
    }

    private HeadException fail(HeadException e) {
        begun = null;
        failure = e;
        return e;
    }
}
