/**
 * The permessage-deflate extension (RFC 7692), both roles, all four parameters, every window from 8 to 15 bits.
 *
 * <p>{@link io.wsloop.deflate.DeflateOptions} is what one end wants. The opening handshake turns the wishes of both ends into
 * {@link io.wsloop.deflate.DeflateTerms}. Under these terms {@link io.wsloop.deflate.MessageDeflater} and {@link
 * io.wsloop.deflate.MessageInflater} carry a connection's messages. What costs native memory belongs to a
 * {@link io.wsloop.deflate.DeflateSharing}, one for each thread, which lends it out.
 *
 * <p>Two ideas carry the package. {@code java.util.zip} has no setting for the window, so a small window is kept by
 * never letting a back-reference reach further: the deflater forgets everything each 2<sup>w</sup> bytes, or uses no
 * back-references. And a receiver's context is nothing but the last 2<sup>w</sup> bytes it produced: they are kept
 * in an array, and any inflater takes them over, so that no connection needs one of its own between messages.
 */
@NullMarked
package io.wsloop.deflate;

import org.jspecify.annotations.NullMarked;
