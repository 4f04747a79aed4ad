package io.wsloop.nio.internal.files;

import io.wsloop.handshake.Headers;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The answer of {@link StaticFiles} to a request. Close it if it is not sent. */
public sealed interface FileAnswer extends Closeable {
    /** A large file is read and sent in pieces of this many bytes, so that the server never holds all of it. */
    int PIECE_BYTES = 64 << 10;

    /** The file does not exist, or a peer may not name it. The peer cannot tell which. */
    record Absent() implements FileAnswer {}

    /** The path names a folder without the slash at its end. Relative links on the folder's page would lead to a wrong place. */
    record MissingSlash() implements FileAnswer {}

    /**
     * The peer's copy is still good. RFC 9110 §15.4.5: the server answers 304 if the condition of the request is false.
     *
     * @param headers without the fields that frame the message
     */
    record NotModified(Headers headers) implements FileAnswer {}

    /**
     * The server answers 200 with a file.
     *
     * @param headers without the fields that frame the message
     * @param length of the file in bytes, for Content-Length
     * @param piece the first piece; empty for HEAD
     * @param rest the open file that gives the other pieces; null if there are none
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

    /** Closes the file of an answer that is not sent. */
    @Override
    default void close() throws IOException {}

    /**
     * Judges the conditions of a request and reads the first piece. It blocks, so it runs off the loop. It closes the file if no
     * piece is left.
     *
     * @param name of the file; its extension decides the Content-Type
     * @param request the fields of the request
     * @param withBody false for HEAD
     * @throws IOException when the file cannot be read; the file is closed then
     */
    static FileAnswer of(String name, FileContent content, Headers request, boolean withBody) throws IOException {
        try {
            Headers.Builder headers = Headers.builder().add("ETag", content.etag());
            Instant modified = content.modified();
            if (modified != null) {
                headers.add("Last-Modified", HttpDate.format(modified));
            }
            // The browser asks at each visit. It sees a changed page at once, and an unchanged page costs only a 304.
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
     * True if the conditions say that the peer has this version. RFC 9110 §13.2.2: a server evaluates If-Modified-Since only if
     * the request has no If-None-Match.
     */
    private static boolean isFresh(Headers request, FileContent content) {
        if (request.contains("If-None-Match")) {
            for (String line : request.all("If-None-Match")) {
                for (String tag : line.split(",")) {
                    String one = tag.strip();
                    // RFC 9110 §13.1.2: If-None-Match needs the weak comparison, which ignores the prefix W/
                    // (§8.8.3.2).
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
