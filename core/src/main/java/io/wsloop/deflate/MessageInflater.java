package io.wsloop.deflate;
import io.wsloop.Role;
/** Inflates one direction's messages; never produces more than the caller asks. Not thread safe. Between begin and the end of a message a borrowed inflater is held by this connection (own one is made if another holds it). */
public final class MessageInflater implements AutoCloseable {
    private MessageInflater() {}
    public static MessageInflater of(Role role, DeflateTerms terms, DeflateSharing sharing) { throw new UnsupportedOperationException(); }
    /** hands over compressed bytes (must be consumed by inflate() until it returns 0 before the next feed). The array must stay unchanged until then. */
    public void feed(byte[] bytes, int offset, int length) { throw new UnsupportedOperationException(); }
    /** the message's last bytes were fed: appends the tail 00 00 ff ff; then inflate() until 0, then end(). */
    public void feedTail() { throw new UnsupportedOperationException(); }
    /** up to length bytes into out; 0 when all that was fed is used up. DeflateException when the stream is broken. */
    public int inflate(byte[] out, int offset, int length) throws DeflateException { throw new UnsupportedOperationException(); }
    /** the message is over: context kept or reset as agreed. */
    public void endMessage() { throw new UnsupportedOperationException(); }
    @Override public void close() { throw new UnsupportedOperationException(); }
}
