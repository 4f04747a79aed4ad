/**
 * The opening handshake over HTTP/1.1 (RFC 6455 §4), for both roles, and as much of RFC 9112 as it stands on.
 *
 * <p>A server's driver feeds what it reads to a {@link io.wsloop.handshake.HeadReader} until that returns a {@link
 * io.wsloop.handshake.RequestHead}. {@link io.wsloop.handshake.ServerHandshake} tells whether it wants a WebSocket,
 * refuses it or accepts it; a refusal is a value, and both know their bytes. A client's driver writes the bytes of a
 * {@link io.wsloop.handshake.ClientHandshake}, reads a {@link io.wsloop.handshake.ResponseHead} with the same reader and
 * lets the handshake check it. In both roles the bytes that follow the head stay in the driver's buffer: they are the
 * first frame's.
 *
 * <p>What two parties could read in two ways is refused rather than repaired: line ends other than CRLF, folded lines, a
 * space before the colon, a body framed twice, paths with dot segments. There is no regular expression here and no
 * second look at a byte, so that reading costs what came and no more.
 */
@NullMarked
package io.wsloop.handshake;

import org.jspecify.annotations.NullMarked;
