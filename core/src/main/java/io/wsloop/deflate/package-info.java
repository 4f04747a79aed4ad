/**
 * The permessage-deflate extension (RFC 7692): both roles, all four parameters, every window from 8 to 15 bits.
 *
 * <p>{@link io.wsloop.deflate.DeflateOptions} says what one end wants. The opening handshake turns the wishes of both
 * ends into {@link io.wsloop.deflate.DeflateTerms}. Under these terms {@link io.wsloop.deflate.MessageDeflater}
 * compresses the messages that a connection sends, and {@link io.wsloop.deflate.MessageInflater} decompresses those
 * that it receives. Deflaters and inflaters take native memory, so each thread has one {@link
 * io.wsloop.deflate.DeflateSharing}, which lends them for a message.
 *
 * <p>Two ideas carry the package. First, {@code java.util.zip} has no setting for the window, so the deflater never
 * lets a back-reference reach further than a small window: it forgets everything after each 2<sup>w</sup> bytes, or
 * uses no back-references. Second, a receiver's context is nothing but the last 2<sup>w</sup> bytes that it
 * decompressed. They are kept in an array, and any inflater can load them, so a connection needs no inflater between
 * messages.
 */
@NullMarked
package io.wsloop.deflate;

import org.jspecify.annotations.NullMarked;
