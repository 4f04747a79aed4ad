package io.wsloop.handshake;

import io.wsloop.Limits;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads heads of requests or responses from whatever came so far, strictly by RFC 9112. One thread at a time.
 *
 * <p>Each byte is looked at once, however the head is cut, and the limits are checked as the bytes come. Bytes after the
 * head stay in the caller's buffer: they belong to a body, to the next head, or to the first frame. A reader that waits
 * for the first byte of a head holds no buffer; within a head it holds what has come, at most {@link
 * Limits#maxHeadBytes}. What a head announces allocates nothing.
 *
 * <p>After a head the reader is ready for the next. After a {@link HeadException} it never reads another byte: nobody
 * can tell where the next head would begin (RFC 9112 §11.2).
 */
public final class HeadReader {
    /** How much came of the empty line that may precede a request. */
    private enum EmptyLine {
        NONE,
        CR,
        CRLF
    }

    private final Limits limits;
    private EmptyLine emptyLine = EmptyLine.NONE;
    /** The head that has begun, and with it every buffer. */
    private @Nullable HeadParser begun;

    private @Nullable HeadException failure;

    private HeadReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * A reader at the beginning of a head.
     *
     * @param limits its maxHeadBytes, maxHeadFields and maxTargetBytes are obeyed
     * @return the reader
     */
    public static HeadReader of(Limits limits) {
        Objects.requireNonNull(limits, "limits must not be null");
        return new HeadReader(limits);
    }

    /**
     * Reads on in a request's head, of HTTP/1.1 or 1.0; every other version is refused with 505. One empty line before it
     * is passed over (RFC 9112 §2.2).
     *
     * @param in what came; read up to the head's end, or wholly when the head goes on
     * @return the head, or null when it needs more bytes
     * @throws HeadException when it breaks a rule or a limit; answer with its status and close. Each later call throws
     *     the same
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
     * Reads on in a response's head. HTTP/1.0 passes here, so that a refusal in it can be reported.
     *
     * @param in what came; read up to the head's end, or wholly when the head goes on
     * @return the head, or null when it needs more bytes
     * @throws HeadException when it breaks a rule or a limit; each later call throws the same
     * @throws IllegalStateException when the reader is within a request's head
     */
    public @Nullable ResponseHead readResponse(ByteBuffer in) throws HeadException {
        HeadParser head = read(in, true);
        return head == null
                ? null
                : new ResponseHead(head.first(), Integer.parseInt(head.second()), head.third(), head.headers());
    }

    /**
     * Whether no byte of a head has come yet, as on a kept connection between two requests. An empty line is none.
     *
     * @return true when nothing is being waited for
     */
    public boolean isIdle() {
        return begun == null && failure == null;
    }

    /**
     * How much memory the head that is being read takes.
     *
     * @return the size of its buffers in bytes, which is at most about three times {@link Limits#maxHeadBytes}; 0 between
     *     two heads
     */
    public int heldBytes() {
        HeadParser head = begun;
        return head == null ? 0 : head.heldBytes();
    }

    /** The head when it is complete; then this reader is ready for the next. */
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

    /** Passes over one empty line and says whether there is a byte of a head after it. */
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
        // RFC 9112 §3.2: exactly one Host in a request of HTTP/1.1. HTTP/1.0 did not know the field yet.
        int hosts = headers.count("Host");
        if (hosts != 1 && !(old && hosts == 0)) {
            throw new HeadException(400, "expected one Host field, " + hosts + " came (RFC 9112 §3.2)");
        }
        String host = headers.first("Host");
        if (host != null && !Authority.isAuthority(host)) {
            throw new HeadException(400, "Host must be host[:port] (RFC 9112 §3.2)");
        }
        if (old && headers.contains("Transfer-Encoding")) {
            // RFC 9112 §6.1: a proxy of HTTP/1.0 in between would not have understood it, and cut the body elsewhere.
            throw new HeadException(400, "HTTP/1.0 has no Transfer-Encoding: expected Content-Length (RFC 9112 §6.1)");
        }
        BodyFraming.check(headers);
        String authority = target.authority();
        if (authority != null && !authority.equals(host)) {
            // RFC 9112 §3.2.2: the target's authority counts, whatever Host says.
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
