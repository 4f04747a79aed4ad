/**
 * The opening handshake over HTTP/1.1 (RFC 6455 §4), for both roles, and the part of RFC 9112 that it needs.
 *
 * <p>A server's driver passes the bytes that it reads to a {@link io.wsloop.handshake.HeadReader} until this returns a
 * {@link io.wsloop.handshake.RequestHead}. {@link io.wsloop.handshake.ServerHandshake} tells whether the request asks
 * for a WebSocket, and refuses or accepts it. Both results are values that know their bytes for the wire. A client's
 * driver writes the bytes of a {@link io.wsloop.handshake.ClientHandshake}, reads a {@link
 * io.wsloop.handshake.ResponseHead} with the same reader, and lets the handshake check it. In both roles the bytes
 * after the head stay in the driver's buffer, because they belong to the first frame.
 *
 * <p>Each noun around a handshake is a request, a decision or a result:
 *
 * <ul>
 *   <li>requests: {@link io.wsloop.handshake.RequestHead} is a client's request as a server reads it. {@link
 *       io.wsloop.handshake.ClientHandshake} is one attempt of a client: it makes a request and checks the response. {@link
 *       io.wsloop.handshake.ExtensionOffer} is one extension that a request offers (RFC 6455 §9.1);
 *   <li>decisions: {@link io.wsloop.handshake.ServerHandshake} decides by the rules of RFC 6455 §4.2, and {@link
 *       io.wsloop.handshake.DeflateNegotiation} by those of RFC 7692 §7.1. The driver asks the application for its decision;
 *   <li>results: {@link io.wsloop.handshake.HandshakeResult} is the server's answer, accepted or rejected. {@link
 *       io.wsloop.handshake.ResponseHead} is this answer as a client reads it. {@link
 *       io.wsloop.handshake.HandshakeException} is a client's failure. The application sees a {@link io.wsloop.Handshake},
 *       before the decision and after it, and {@link io.wsloop.handshake.KeptHandshake} keeps the request's part of it
 *       for as long as the WebSocket lives.
 * </ul>
 *
 * <p>The package refuses a head that two readers could understand in two ways, and repairs none: line ends other than
 * CRLF, folded lines, a space before the colon, a body with two lengths, paths with dot segments. It uses no regular
 * expression and checks each byte once, so the cost of a head is proportional to its bytes.
 */
@NullMarked
package io.wsloop.handshake;

import org.jspecify.annotations.NullMarked;
