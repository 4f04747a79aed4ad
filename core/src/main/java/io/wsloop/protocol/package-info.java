/**
 * The engine: RFC 6455 and RFC 7692 without I/O. Bytes and calls go in; events, bytes and deadlines come out.
 *
 * <p>Begin with {@link io.wsloop.protocol.Protocol}. A driver gives it the bytes that the socket read. It calls a
 * {@link io.wsloop.protocol.ProtocolSink} at most once a call and leaves the other bytes in the buffer, so that a
 * driver can stop between two messages. {@link io.wsloop.protocol.Protocol#flush} writes the bytes that wait, {@link
 * io.wsloop.protocol.TransportAction} says what to do with the transport, and {@link
 * io.wsloop.protocol.Protocol#nextDeadline} says when to call again even if no byte comes.
 *
 * <p>On the way in, {@code MessageReceiver} turns bytes into messages. {@code FrameDecoder} reads headers and refuses
 * frames that break a rule, and {@code MessageAssembler} collects payload. {@link io.wsloop.Delivery} says whether the
 * sink keeps a message, sees it for the time of a call, or takes it in parts. Each rule that a peer can break is one
 * constant of {@link io.wsloop.protocol.Violation}, and each violation fails the connection in the same way.
 *
 * <p>On the way out, {@code SendingSide} takes the application's messages, and {@code MessageSender} turns them into
 * frames in the {@link io.wsloop.protocol.Outbox}. A driver may write other bytes, such as an HTTP response, to the
 * same outbox before there is an engine. {@code WritingSide} gives the bytes to the transport and accounts for each
 * write. A {@code Backlog} holds the bytes that the socket did not take.
 *
 * <p>{@code ClosingHandshake} decides how a connection ends. {@code Keepalive} notices a peer that is gone, and {@code
 * SlowPeer} gives a slow one more time. Each of them compares points in time by {@link io.wsloop.protocol.Deadline}.
 *
 * <p>The engines of one thread share a {@link io.wsloop.protocol.Workbench}: the clock, scratch arrays, masking keys
 * and deflaters. They ask the clock by themselves. Only one thread at a time may use a bench and its engines; {@link
 * io.wsloop.PreparedMessage} is safe for any thread.
 */
@NullMarked
package io.wsloop.protocol;

import org.jspecify.annotations.NullMarked;
