/**
 * The engine: RFC 6455 and RFC 7692 as bytes in, events out, bytes out and deadlines announced.
 *
 * <p>Begin with {@link io.wsloop.protocol.Protocol}. A driver hands it what the socket read; it calls a {@link
 * io.wsloop.protocol.ProtocolSink}, at most once a call, and leaves the rest in the buffer, so that a driver can stop
 * between two messages. {@link io.wsloop.protocol.Protocol#flush} writes what waits, {@link
 * io.wsloop.protocol.TransportAction} says what is to become of the connection, and {@link
 * io.wsloop.protocol.Protocol#nextDeadline} says when to call again though no byte has come.
 *
 * <p>On the way in, {@code MessageReceiver} turns bytes into messages: {@code FrameDecoder} finds a frame's borders and
 * refuses frames that break a rule, {@code MessageAssembler} collects payload; {@link
 * io.wsloop.Delivery} says whether the sink keeps it, sees it, or takes it in pieces. On the way out, {@code MessageSender} turns
 * messages into frames, {@code SendingSide} puts them into the outbox, and {@code WritingSide} accounts for each write. {@code ClosingHandshake}
 * decides how a connection ends, {@code Keepalive} notices a peer that is gone, and {@code SlowPeer} gives a slow one time.
 * Each rule that a peer can break is one constant of {@link io.wsloop.protocol.Violation}, and all of them fail the
 * connection in the same way.
 *
 * <p>Engines that one thread drives share a {@link io.wsloop.protocol.Workbench}: the clock, scratch arrays,
 * masking keys and deflaters. Nothing here is safe for two threads at once but {@link
 * io.wsloop.PreparedMessage}.
 */
@NullMarked
package io.wsloop.protocol;

import org.jspecify.annotations.NullMarked;
