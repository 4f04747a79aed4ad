/**
 * WebSocket server and client on a hand-written {@link java.nio.channels.Selector} loop.
 *
 * <p>An application begins with {@link io.wsloop.nio.WebSocketServer} and {@link io.wsloop.nio.WebSocketClient}. Listeners and
 * WebSockets are in {@link io.wsloop}. The rest of this page is a tour for readers of the source.
 *
 * <h2>The rooms</h2>
 *
 * <p>Each package is one room. An application sees four of them:
 *
 * <ul>
 *   <li>{@code io.wsloop.nio} is the roof: it builds a server or a client out of all the other rooms.
 *   <li>{@link io.wsloop.loop} is the select loop, and the lesson to read first.
 *   <li>{@link io.wsloop.server} has the words of a server: route, upgrade hook, origin policy, HTTP handler.
 *   <li>{@link io.wsloop.watch} has the words for observing: the error handler.
 * </ul>
 *
 * <p>The others are below {@code io.wsloop.nio.internal}. No module can import them.
 *
 * <ul>
 *   <li>{@code wire} moves the bytes of one connection and keeps its deadlines. It names neither HTTP nor WebSocket.
 *   <li>{@code socket} is one open WebSocket, between the engine and the listener.
 *   <li>{@code opening} makes a WebSocket out of a request (server) or of an answer (client).
 *   <li>{@code http} speaks HTTP/1.1 on a server's connection until the upgrade.
 *   <li>{@code site} finds the route, the handler or the files of a path; {@code files} reads files for a browser's cache.
 *   <li>{@code body} cuts bodies of HTTP messages out of the bytes.
 *   <li>{@code accept} lets connections in within the quotas; {@code dial} connects a client.
 *   <li>{@code lane} takes work that may block off the loop, and brings its result back.
 *   <li>{@code report} tells error handlers, and loads classes before an emergency needs them.
 * </ul>
 *
 * <h2>Who may import what</h2>
 *
 * <p>A room imports only rooms below it, so imports make no circle. A test holds the list of what each room may import.
 *
 * <pre>
 *   nio
 *   http
 *   opening
 *   socket, accept, dial, site
 *   wire, files, server
 *   loop
 *   report, watch, lane, body
 * </pre>
 *
 * <ul>
 *   <li>{@code loop} imports {@code report} and {@code watch} only, so it serves any protocol.
 *   <li>{@code wire} imports {@code loop} and {@code report}, and of core no more than the engine's words for a driver.
 *   <li>{@code accept} and {@code dial} import no phase. The roof hands them a function that makes the first phase.
 *   <li>{@code site} and {@code files} touch no loop and no connection.
 *   <li>{@code socket} knows no HTTP: client and server share it.
 *   <li>Nothing in this module imports {@code io.wsloop.nio}.
 * </ul>
 *
 * <h2>The way of a message</h2>
 *
 * <ol>
 *   <li>The loop's select says that a channel is ready, and the loop calls the {@code Connection} registered with it.
 *   <li>The loop's {@code Reader} lends the connection the loop's staging buffer (the {@code Cork}), reads into the loop's one
 *       read buffer, and hands the bytes to the connection's {@code Phase}. The phase takes at most one event a call.
 *   <li>The phase of an open WebSocket gives the bytes to its engine, {@link io.wsloop.protocol.Protocol}. The engine decodes
 *       frames, joins fragments, checks UTF-8, and calls back with the message. The phase calls
 *       {@link io.wsloop.WebSocketListener#onText} or {@code onBinary}.
 *   <li>The listener answers with {@link io.wsloop.WebSocket#sendText}. On the loop's thread the call goes straight to the engine,
 *       which writes the frame into the staging buffer. On another thread the call becomes a task of the loop, and its bytes count
 *       as waiting.
 *   <li>When the reading of this connection is over, the cork writes all staged answers with one system call. The outbox keeps
 *       what the socket does not take, and the selector is asked for WRITE.
 *   <li>A message that is sent outside a reading (a broadcast, the answer of a task) is written at the end of the turn, or at once
 *       if it is large and nothing waits before it.
 * </ol>
 *
 * <h2>The way of a handshake</h2>
 *
 * <ol>
 *   <li>Server: the {@code Acceptor} accepts a connection if the {@code Population} has room, and deals it to the next loop. Its
 *       first phase is {@code HttpPhase}.
 *   <li>{@code HttpConversation} reads one request. A request for an upgrade goes to {@code OpeningHandshake}: the rules of RFC
 *       6455 §4.2, the route, the {@link io.wsloop.server.OriginPolicy}, the {@link io.wsloop.server.UpgradeHook}, the listener
 *       factory. The first refusal is answered, and the connection closes.
 *   <li>The 101 goes to the outbox, and the connection changes its phase from HTTP to WebSocket. Bytes that came behind the
 *       request are the WebSocket's first input.
 *   <li>Client: {@code Lookups} asks for the host's addresses on another thread. The {@code Connector} opens a TCP connection to
 *       the first address that answers. {@code ClientPhase} sends the request and judges the answer: a 101 that fits the request
 *       changes the phase, any other answer fails the connect.
 * </ol>
 *
 * <h2>The way of a close</h2>
 *
 * <ol>
 *   <li>The engine answers the peer's close frame with its own, or sends one because the application closes. Then it says what
 *       should become of the transport: {@link io.wsloop.protocol.TransportAction}.
 *   <li>The connection follows once everything is flushed. When both close frames have crossed, the server closes the TCP
 *       connection first, and the client waits for it until a deadline (RFC 6455 §7.1.1: the server should close first, because it
 *       then holds the TIME_WAIT state). A server that fails a connection ends its output and reads until the client ends its
 *       stream, so that no reset destroys the close frame.
 *   <li>The connection closes its channel, tells the phase, and leaves the {@code Population}. The listener hears
 *       {@link io.wsloop.WebSocketListener#onClose} exactly once, as its last call.
 * </ol>
 *
 * <h2>When something fails</h2>
 *
 * <p>An exception of a listener ends its connection with status 1011, and the {@link io.wsloop.watch.ErrorHandler} hears of it. A
 * failed read or write ends its connection. The acceptor reports a failed accept and tries again after a short rest. The loop
 * replaces a selector that fails, or that returns again and again for nothing. None of these stops the loop.
 */
@NullMarked
package io.wsloop.nio;

import org.jspecify.annotations.NullMarked;
