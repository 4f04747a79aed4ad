/**
 * Moves the bytes of one connection and keeps its time. A {@link io.wsloop.nio.internal.wire.Connection} moves bytes through a
 * {@link io.wsloop.nio.internal.wire.Transport}; what they mean is its {@link io.wsloop.nio.internal.wire.Phase}'s. This room names
 * neither HTTP nor WebSocket.
 */
@NullMarked
package io.wsloop.nio.internal.wire;

import org.jspecify.annotations.NullMarked;
