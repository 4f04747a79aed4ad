/**
 * From a request, or an answer, to a WebSocket (RFC 6455 section 4): {@code OpeningHandshake} on a server, {@code ClientPhase}
 * on a client.
 */
@NullMarked
package io.wsloop.nio.internal.opening;

import org.jspecify.annotations.NullMarked;
