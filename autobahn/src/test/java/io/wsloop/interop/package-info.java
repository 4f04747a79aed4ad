/** Talks to other implementations of WebSocket, and to itself in every setting that compression has. */
@NullMarked
package io.wsloop.interop;

import org.jspecify.annotations.NullMarked;
