package io.wsloop.nio;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request for a static file. Made off the loop; a large file is not held but read piece by piece, each
 * one when the one before has been taken by the socket.
 *
 * @param status 200, 304, 308 or 404
 * @param headers without those that frame the message
 * @param length of the file, for Content-Length
 * @param piece the first one; empty for HEAD and for answers without a body
 * @param rest what must still be read, and then closed; null when there is no more
 */
record FileAnswer(
        int status,
        Headers headers,
        long length,
        ByteBuffer piece,
        @Nullable FileContent rest) implements Closeable {
    static final int PIECE_BYTES = 64 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Off the loop. */
    static FileAnswer of(StaticFiles files, RequestHead head, RequestPath path) throws IOException {
        StaticFiles.Found found = files.find(path);
        if (found instanceof StaticFiles.Found.Content content) {
            return of(content, head);
        }
        if (found instanceof StaticFiles.Found.MissingSlash) {
            String query = head.query().isEmpty() ? "" : "?" + head.query();
            // RFC 9110 §15.4.9. The path is the peer's own and begins with one slash: an empty segment is no folder.
            return new FileAnswer(308, Headers.of("Location", path.raw() + "/" + query), 0, NOTHING, null);
        }
        return new FileAnswer(404, Headers.EMPTY, 0, NOTHING, null);
    }

    private static FileAnswer of(StaticFiles.Found.Content found, RequestHead head) throws IOException {
        FileContent content = found.content();
        try {
            Headers.Builder headers = Headers.builder().add("ETag", content.etag());
            Instant modified = content.modified();
            if (modified != null) {
                headers.add("Last-Modified", HttpDate.format(modified));
            }
            // A page that was changed is seen at the next visit: the browser asks, and mostly hears 304.
            headers.add("Cache-Control", "no-cache");
            if (isKnown(head.headers(), content)) {
                content.close();
                return new FileAnswer(304, headers.build(), 0, NOTHING, null);
            }
            headers.add("Content-Type", ContentTypes.of(found.name())).add("X-Content-Type-Options", "nosniff");
            boolean none = head.method().equals("HEAD");
            ByteBuffer piece = none ? NOTHING : content.read(PIECE_BYTES);
            if (none || content.isAtEnd()) {
                content.close();
                return new FileAnswer(200, headers.build(), content.length(), piece, null);
            }
            return new FileAnswer(200, headers.build(), content.length(), piece, content);
        } catch (Throwable e) {
            content.close();
            throw e;
        }
    }

    /** RFC 9110 §13.2.2: If-None-Match is asked first, and If-Modified-Since only in its absence. */
    private static boolean isKnown(Headers request, FileContent content) {
        if (request.contains("If-None-Match")) {
            for (String line : request.all("If-None-Match")) {
                for (String tag : line.split(",")) {
                    String one = tag.strip();
                    // RFC 9110 §13.1.2: the weak comparison of §8.8.3.2.
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

    @Override
    public void close() throws IOException {
        if (rest != null) {
            rest.close();
        }
    }
}
