/**
 * Connects a client: looks the host up off the loop ({@code Lookups}), and tries its addresses until one answers
 * ({@code Connector}). {@code KeepAlive} keeps the process alive while a client has connections.
 */
@NullMarked
package io.wsloop.nio.internal.dial;

import org.jspecify.annotations.NullMarked;
