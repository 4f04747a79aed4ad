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
 * <p>The nouns around a handshake are a request, a decision or a result:
 *
 * <ul>
 *   <li>requests: {@link io.wsloop.handshake.RequestHead} is what a client sends, as it was read; {@link
 *       io.wsloop.handshake.ClientHandshake} is one attempt of a client, which makes a request and checks the answer; {@link
 *       io.wsloop.handshake.ExtensionOffer} is one extension that a request offers (RFC 6455 §9.1);
 *   <li>decisions: {@link io.wsloop.handshake.ServerHandshake} decides by the rules of RFC 6455 §4.2, {@link
 *       io.wsloop.handshake.DeflateNegotiation} by those of RFC 7692 §7.1; what an application decides is the driver's to ask;
 *   <li>results: {@link io.wsloop.handshake.HandshakeResult} is the server's answer, accepted or rejected; {@link
 *       io.wsloop.handshake.ResponseHead} is that answer as a client reads it; {@link
 *       io.wsloop.handshake.HandshakeException} is a client's failure. {@link io.wsloop.Handshake} is what the application
 *       sees of all this, before the decision and after it, and {@link io.wsloop.handshake.KeptHandshake} is the request's
 *       part of it, kept for as long as the WebSocket.
 * </ul>
 *
 * <p>What two parties could read in two ways is refused rather than repaired: line ends other than CRLF, folded lines, a
 * space before the colon, a body framed twice, paths with dot segments. There is no regular expression here and no
 * second look at a byte, so that reading costs what came and no more.
 */
@NullMarked
package io.wsloop.handshake;

import org.jspecify.annotations.NullMarked;
