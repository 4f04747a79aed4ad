/**
 * The words an application speaks with wsloop, on a server and on a client alike.
 *
 * <p>Begin with {@link io.wsloop.WebSocketListener}: its callbacks are what an application hears of one connection, in
 * wire order, on one thread. Each hands over a {@link io.wsloop.WebSocket}, through which any thread answers. What
 * became of an answer is a {@link io.wsloop.SendResult}; why a connection ended is a {@link io.wsloop.CloseOutcome},
 * told once. {@link io.wsloop.Delivery} is how messages come, {@link io.wsloop.PreparedMessage} a message for many
 * connections, {@link io.wsloop.OverflowPolicy} what happens to a message above the outgoing cap. {@link io.wsloop.Limits}
 * holds every bound with its default.
 *
 * <p>Below this package, from the wire upwards: {@code frame} is syntax (headers, masking, UTF-8), {@code handshake} the
 * opening handshake over HTTP/1.1, {@code deflate} the permessage-deflate extension, and {@code protocol} the engine
 * that turns bytes into events and calls into bytes. None of them reads a socket, starts a thread or asks the time: a
 * driver does, such as the selector loop of the module {@code io.wsloop.nio}.
 */
@NullMarked
package io.wsloop;

import org.jspecify.annotations.NullMarked;
