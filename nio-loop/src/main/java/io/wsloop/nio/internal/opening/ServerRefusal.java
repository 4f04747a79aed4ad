package io.wsloop.nio.internal.opening;

import io.wsloop.handshake.HandshakeException;
import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.Headers;
import io.wsloop.nio.internal.body.BodyBytes;
import io.wsloop.nio.internal.body.ChunkDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A server's refusal while its body arrives, which usually says why. The body ends where RFC 9112 §6.3 says (its status, its
 * chunks, its length, the end of the connection), after {@link #MOST} decoded bytes, or at once when two lengths contradict
 * each other.
 */
public final class ServerRefusal {
    /** The most decoded bytes that are kept. */
    public static final int MOST = 4096;

    private final HandshakeException refusal;
    private final BodyBytes bytes = new BodyBytes();

    /** Null for a body that is not chunked. */
    private final @Nullable ChunkDecoder chunks;

    /** The bytes still missing of a body that is not chunked. It begins at {@link #MOST} for one that ends with the connection. */
    private long left;

    /** True if two lengths contradict each other. Only the bytes that came with the head are read then. */
    private final boolean faulty;

    private @Nullable HeadException failure;

    private ServerRefusal(HandshakeException refusal, @Nullable ChunkDecoder chunks, long left, boolean faulty) {
        this.refusal = refusal;
        this.chunks = chunks;
        this.left = left;
        this.faulty = faulty;
    }

    static ServerRefusal of(HandshakeException refusal) {
        Headers headers = refusal.headers();
        int status = refusal.status();
        // Item 1: a response with one of these statuses has no body, whatever its fields say.
        if (status / 100 == 1 || status == 204 || status == 304) {
            return new ServerRefusal(refusal, null, 0, false);
        }
        // Items 3 and 4: Transfer-Encoding overrides Content-Length, and without chunks the body ends with the
        // connection.
        List<String> codings = headers.tokens("Transfer-Encoding");
        if (!codings.isEmpty()) {
            String last = codings.get(codings.size() - 1).toLowerCase(Locale.ROOT);
            boolean chunked = last.equals("chunked");
            return new ServerRefusal(refusal, chunked ? new ChunkDecoder(Long.MAX_VALUE) : null, MOST, false);
        }
        List<String> lengths = headers.tokens("Content-Length");
        if (!headers.contains("Content-Length")) {
            return new ServerRefusal(refusal, null, MOST, false);
        }
        // Item 5: Content-Length may repeat one valid length. Anything else is an error that cannot be recovered from.
        boolean known = lengths.stream().distinct().count() == 1 && isNumber(lengths.get(0));
        return known
                ? new ServerRefusal(refusal, null, atMost(lengths.get(0)), false)
                : new ServerRefusal(refusal, null, MOST, true);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The length, {@link #MOST} at most. Any number of digits. */
    private static long atMost(String digits) {
        String number = digits.replaceFirst("^0+(?=.)", "");
        return number.length() > 9 ? MOST : Math.min(MOST, Long.parseLong(number));
    }

    /** Reads of the body. True when nothing more is waited for. */
    boolean receive(ByteBuffer in) {
        if (chunks == null) {
            int count = (int) Math.min(left, in.remaining());
            bytes.take(in, count, left);
            left -= count;
            return left == 0 || faulty;
        }
        return decode(chunks, in);
    }

    /** Gives the decoder no more bytes than there is room for, as if every byte were content. */
    private boolean decode(ChunkDecoder chunks, ByteBuffer in) {
        int limit = in.limit();
        try {
            while (in.position() < limit && !isFull() && !chunks.isDone()) {
                in.limit(Math.min(limit, in.position() + MOST - bytes.size()));
                chunks.receive(in, bytes);
            }
        } catch (HeadException e) {
            failure = e;
        } finally {
            in.limit(limit);
        }
        return isFull() || chunks.isDone() || failure != null;
    }

    private boolean isFull() {
        return bytes.size() >= MOST;
    }

    /**
     * The failure that the application is told, with as much of the body as came.
     *
     * @param end why nothing more is waited for, or null when the body is whole
     */
    HandshakeException told(@Nullable IOException end) {
        HandshakeException told = refusal.withBody(bytes.copy());
        if (failure != null) {
            told.addSuppressed(failure);
        }
        if (end != null) {
            told.addSuppressed(end);
        }
        return told;
    }

    @Override
    public String toString() {
        return "refused: " + refusal.getMessage();
    }
}
