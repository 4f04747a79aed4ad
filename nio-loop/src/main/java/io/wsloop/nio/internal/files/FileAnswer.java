package io.wsloop.nio.internal.files;

import io.wsloop.handshake.Headers;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What {@link StaticFiles} has for a request. It says nothing of statuses but those that a file itself decides. */
public sealed interface FileAnswer extends Closeable {
    /** A large file is not held in memory. It is sent in pieces of this size. */
    int PIECE_BYTES = 64 << 10;

    /** There is no such file, or it must not be named: a peer cannot tell the two apart. */
    record Absent() implements FileAnswer {}

    /** The path is that of a folder but for its last slash. Relative links on the folder's page would miss. */
    record MissingSlash() implements FileAnswer {}

    /**
     * The peer's copy is still good: 304 (RFC 9110 §15.4.5).
     *
     * @param headers without those that frame the message
     */
    record NotModified(Headers headers) implements FileAnswer {}

    /**
     * A file: 200.
     *
     * @param headers without those that frame the message
     * @param length of the file in bytes, for Content-Length
     * @param piece the first one; empty for HEAD
     * @param rest the open file, from which the other pieces are read; null when there is no more
     */
    record Content(
            Headers headers,
            long length,
            ByteBuffer piece,
            @Nullable FileContent rest) implements FileAnswer {
        @Override
        public void close() throws IOException {
            if (rest != null) {
                rest.close();
            }
        }
    }

    /** Lets go of an answer that is not sent. */
    @Override
    default void close() throws IOException {}

    /**
     * Judges the request's conditions and reads the first piece. Called off the loop. It closes the file unless there is
     * more to read.
     *
     * @param name of the file, which tells its type
     */
    static FileAnswer of(String name, FileContent content, Headers request, boolean withBody) throws IOException {
        try {
            Headers.Builder headers = Headers.builder().add("ETag", content.etag());
            Instant modified = content.modified();
            if (modified != null) {
                headers.add("Last-Modified", HttpDate.format(modified));
            }
            // The browser asks at each visit, so a changed page is seen at once, and an unchanged one costs a 304.
            headers.add("Cache-Control", "no-cache");
            if (isFresh(request, content)) {
                content.close();
                return new NotModified(headers.build());
            }
            headers.add("Content-Type", ContentTypes.of(name)).add("X-Content-Type-Options", "nosniff");
            ByteBuffer piece = withBody ? content.read(PIECE_BYTES) : ByteBuffer.allocate(0);
            boolean more = withBody && !content.isAtEnd();
            if (!more) {
                content.close();
            }
            return new Content(headers.build(), content.length(), piece, more ? content : null);
        } catch (Throwable e) {
            content.close();
            throw e;
        }
    }

    /**
     * Whether the peer's conditions say that it has this version. RFC 9110 §13.2.2: If-Modified-Since counts only when
     * there is no If-None-Match.
     */
    private static boolean isFresh(Headers request, FileContent content) {
        if (request.contains("If-None-Match")) {
            for (String line : request.all("If-None-Match")) {
                for (String tag : line.split(",")) {
                    String one = tag.strip();
                    // RFC 9110 §13.1.2: the weak comparison, which passes over the prefix W/ (§8.8.3.2).
                    if (one.equals("*") || opaque(one).equals(opaque(content.etag()))) {
                        return true;
                    }
                }
            }
            return false;
        }
        String since = request.first("If-Modified-Since");
        Instant modified = content.modified();
        Instant date = since == null || modified == null ? null : HttpDate.parse(since);
        return date != null
                && modified != null
                && !modified.truncatedTo(ChronoUnit.SECONDS).isAfter(date);
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
