package io.wsloop.handshake;

import io.wsloop.Handshake;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request's part of a {@link Handshake}, in one array: it stays for as long as its WebSocket does, and a server holds
 * many of them. For drivers, which add what was agreed. Immutable; any thread.
 *
 * <p>What is asked for is made from the array at each call.
 */
public abstract class KeptHandshake implements Handshake {
    /** The fields that were kept. The first has no name, which none on the wire can have; its value is the target. */
    private final byte[] kept;

    /**
     * Copies what is to be kept of a request.
     *
     * @param request from a {@link HeadReader} or a {@link ClientHandshake}; not referred to afterwards
     */
    protected KeptHandshake(RequestHead request) {
        Objects.requireNonNull(request, "request must not be null");
        FieldBuffer buffer = new FieldBuffer(size(request));
        buffer.append("", request.target());
        for (FieldCursor field = request.headers().cursor(); field.next(); ) {
            if (!HandshakeFields.isSpent(field)) {
                field.appendTo(buffer);
            }
        }
        kept = buffer.toBytes();
    }

    /** Exact, so that the buffer's array is the one that is kept. */
    private static int size(RequestHead request) {
        int size = FieldBuffer.size(0, request.target().length());
        for (FieldCursor field = request.headers().cursor(); field.next(); ) {
            if (!HandshakeFields.isSpent(field)) {
                size += field.size();
            }
        }
        return size;
    }

    private FieldCursor atTarget() {
        FieldCursor field = new FieldCursor(kept, 0, kept.length);
        field.next();
        return field;
    }

    @Override
    public final String path() {
        return RequestTarget.pathOf(atTarget().value());
    }

    @Override
    public final String query() {
        return RequestTarget.queryOf(atTarget().value());
    }

    @Override
    public final @Nullable String queryParameter(String name) {
        Objects.requireNonNull(name, "name must not be null");
        return RequestTarget.parameter(query(), name);
    }

    /** The request's header fields but the spent ones, see {@link Handshake#headers}; they share this one's array. */
    @Override
    public final Headers headers() {
        return Headers.in(kept, atTarget().end());
    }

    /** The path and what was agreed. Neither query nor fields, where credentials are. */
    @Override
    public String toString() {
        String agreed = subprotocol();
        return "Handshake[" + Chars.quote(path()) + (agreed == null ? "" : ", subprotocol " + agreed)
                + (compressed() ? ", compressed]" : "]");
    }
}
