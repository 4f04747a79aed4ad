/**
 * Bodies of HTTP messages, cut by their framing: of requests on a server, of refusals on a client.
 */
@NullMarked
package io.wsloop.nio.internal.body;

import org.jspecify.annotations.NullMarked;
