/**
 * The engine: RFC 6455 and RFC 7692 as bytes in, events out, bytes out and deadlines announced.
 *
 * <p>Begin with {@link io.wsloop.protocol.Protocol}. A driver hands it what the socket read; it calls a {@link
 * io.wsloop.protocol.ProtocolSink}, at most once a call, and leaves the rest where it was, so that a driver can stop
 * between two messages. What is to be written waits in the {@link io.wsloop.protocol.Outbox}; what is to become of the
 * connection is a {@link io.wsloop.protocol.TransportAction}; when to call again without a byte having come is {@link
 * io.wsloop.protocol.Protocol#nextDeadline}.
 *
 * <p>On the way in, {@code MessageReceiver} turns bytes into messages: {@code FrameDecoder} finds a frame's borders and
 * refuses what no frame may be, {@code MessageAssembler} collects payload; {@link
 * io.wsloop.Delivery} says whether the sink keeps it, sees it, or takes it in pieces. On the way out, {@code MessageSender} turns
 * messages into frames. {@code ClosingHandshake} keeps the facts of the ending and {@code Keepalive} the silence.
 * Everything a peer can do wrong is one constant of {@link io.wsloop.protocol.Violation}, and all of them leave through one
 * exit.
 *
 * <p>Engines that one thread drives share a {@link io.wsloop.protocol.Workbench}: the clock, scratch arrays,
 * masking keys and deflaters. Nothing here is safe for two threads at once but {@link
 * io.wsloop.PreparedMessage}.
 */
@NullMarked
package io.wsloop.protocol;

import org.jspecify.annotations.NullMarked;
