package io.wsloop.nio.internal.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An open file with its length, ETag and date. Its methods block, so one thread at a time calls them off the loop. */
public final class FileContent implements Closeable {
    private final InputStream stream;
    private final long length;
    private final String etag;
    private final @Nullable Instant modified;
    private long left;

    /**
     * Takes over an open file.
     *
     * @param etag with its quotes
     * @param modified null if the date is unknown
     */
    FileContent(InputStream stream, long length, String etag, @Nullable Instant modified) {
        this.stream = stream;
        this.length = length;
        this.etag = etag;
        this.modified = modified;
        left = length;
    }

    long length() {
        return length;
    }

    String etag() {
        return etag;
    }

    @Nullable
    Instant modified() {
        return modified;
    }

    /** True once {@link #length} bytes have been read. */
    public boolean isAtEnd() {
        return left == 0;
    }

    /** Reads the next piece of at most {@code most} bytes. Throws if the file has become shorter than {@link #length}. */
    ByteBuffer read(int most) throws IOException {
        byte[] piece = stream.readNBytes((int) Math.min(most, left));
        if (piece.length < Math.min(most, left)) {
            throw new IOException("expected " + length + " bytes of a file, but it ended " + (left - piece.length)
                    + " bytes earlier: it was changed while it was sent");
        }
        left -= piece.length;
        return ByteBuffer.wrap(piece);
    }

    /** Reads the next piece as {@link #read} does, and closes the file after its last one. */
    public ByteBuffer next(int most) throws IOException {
        ByteBuffer piece = read(most);
        if (isAtEnd()) {
            close();
        }
        return piece;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
