package io.wsloop.deflate;
import io.wsloop.Role;
/** Compresses one direction's messages under the agreed terms; takeover → own Deflater (lazy), otherwise borrowed. Not thread safe. */
public final class MessageDeflater implements AutoCloseable {
    private MessageDeflater() {}
    public static MessageDeflater of(Role role, DeflateTerms terms, DeflateOptions options, DeflateSharing sharing) { throw new UnsupportedOperationException(); }
    /** compresses a piece; with last the message ends (tail 00 00 ff ff cut off). Output view is valid until the next call on the same DeflateSharing. */
    public Deflated deflate(byte[] bytes, int offset, int length, boolean last) { throw new UnsupportedOperationException(); }
    /** whether a borrowed deflater can't be kept across fragments: pieces of one message are compressed with an own state. Internal. */
    public boolean wants(int length) { throw new UnsupportedOperationException(); }
    @Override public void close() { throw new UnsupportedOperationException(); }
    /** a view: array, offset 0, length. */
    public interface Deflated { byte[] array(); int length(); }
}
