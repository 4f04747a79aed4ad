/**
 * One open WebSocket, between the engine and the listener. Three classes are one object: {@code WebSocketPhase} tells the
 * listener what the peer sends, {@code OrderedCalls} keeps the application's calls in order, from any thread, and {@code
 * WebSocketHandle} is the WebSocket that the application holds.
 */
@NullMarked
package io.wsloop.nio.internal.socket;

import org.jspecify.annotations.NullMarked;
