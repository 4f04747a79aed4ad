/**
 * Moves the bytes of one connection and keeps its deadlines. A {@link io.wsloop.nio.internal.wire.Connection} moves bytes through
 * a {@link io.wsloop.nio.internal.wire.Transport}, and its {@link io.wsloop.nio.internal.wire.Phase} knows what they mean. The
 * {@link io.wsloop.nio.internal.wire.Desk} of a loop holds the shared reader and the cork. A
 * {@link io.wsloop.nio.internal.wire.Population} counts connections. This room names neither HTTP nor WebSocket.
 */
@NullMarked
package io.wsloop.nio.internal.wire;

import org.jspecify.annotations.NullMarked;
