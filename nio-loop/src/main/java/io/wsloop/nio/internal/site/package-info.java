/**
 * Finds the route, the handler or the files of a path ({@code Site}), and holds the request that asks for it
 * ({@code ReceivedRequest}). This room touches no connection and no loop.
 */
@NullMarked
package io.wsloop.nio.internal.site;

import org.jspecify.annotations.NullMarked;
