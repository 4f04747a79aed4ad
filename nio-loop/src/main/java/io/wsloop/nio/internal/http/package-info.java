/**
 * HTTP/1.1 on a server's connection until its upgrade. {@code HttpConversation} is the sequence of requests, {@code Exchange}
 * one request and its answer, {@code HttpPhase} the connection's side of it.
 */
@NullMarked
package io.wsloop.nio.internal.http;

import org.jspecify.annotations.NullMarked;
