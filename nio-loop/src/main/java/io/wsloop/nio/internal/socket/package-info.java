/**
 * One open WebSocket, between the engine and the listener. {@code WebSocketPhase} is the way in: what the peer sends becomes
 * calls of the listener. {@code WebSocketHandle} is the way out: the application's calls, from any thread, in one order
 * ({@code Calls}).
 */
@NullMarked
package io.wsloop.nio.internal.socket;

import org.jspecify.annotations.NullMarked;
