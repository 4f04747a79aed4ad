/**
 * The words that an application speaks with wsloop, on a server and on a client alike.
 *
 * <p>Begin with {@link io.wsloop.WebSocketListener}: its callbacks tell an application what happens on one connection,
 * in wire order and on one thread. A server makes one for each connection with a {@link io.wsloop.ListenerFactory},
 * which sees the {@link io.wsloop.Handshake}. {@link io.wsloop.Delivery} says how messages come: whole, lent or in
 * parts.
 *
 * <p>Each callback passes a {@link io.wsloop.WebSocket}, and any thread may send through it. A send returns a {@link
 * io.wsloop.SendResult}. {@link io.wsloop.PreparedMessage} is a message for many connections, and {@link
 * io.wsloop.FragmentedMessage} one that is sent in parts. {@link io.wsloop.OverflowPolicy} decides about a message
 * above the outgoing cap, and {@link io.wsloop.Limits} holds this bound and all others. In the end {@link
 * io.wsloop.CloseOutcome} tells how the connection ended.
 *
 * <p>Four packages lie below this one, from the wire upwards. {@code frame} is syntax: headers, masking, UTF-8. {@code
 * handshake} is the opening handshake over HTTP/1.1. {@code deflate} is the permessage-deflate extension. {@code
 * protocol} is the engine, which turns bytes into events and calls into bytes. None of them touches a socket, starts a
 * thread or owns a clock: a driver passes in the bytes and the clock. The selector loop of the module {@code
 * io.wsloop.nio} is such a driver.
 */
@NullMarked
package io.wsloop;

import org.jspecify.annotations.NullMarked;
