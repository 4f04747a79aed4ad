package io.wsloop.handshake;

import io.wsloop.Handshake;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request's part of a {@link Handshake}, in one array. It lives as long as its WebSocket, and a server holds many.
 * Drivers extend it with the terms that were agreed on. Immutable; any thread.
 *
 * <p>Each call decodes its result from the array.
 */
public abstract class KeptHandshake implements Handshake {
    /**
     * The kept fields. The first one has an empty name, which no field on the wire can have, and the target as its
     * value.
     */
    private final byte[] kept;

    /**
     * Copies the parts of a request that an application may need later.
     *
     * @param request from a {@link HeadReader} or a {@link ClientHandshake}; not kept
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

    /**
     * The request's header fields without the four that {@link Handshake#headers} names. They share this object's
     * array.
     */
    @Override
    public final Headers headers() {
        return Headers.in(kept, atTarget().end());
    }

    /** The path and the agreed terms. Query and fields are left out, because they may hold credentials. */
    @Override
    public String toString() {
        String agreed = subprotocol();
        return "Handshake[" + Chars.quote(path()) + (agreed == null ? "" : ", subprotocol " + agreed)
                + (compressed() ? ", compressed]" : "]");
    }
}
