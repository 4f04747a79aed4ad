/**
 * Off the loop and back. {@code Offload} runs what may block on another thread; {@code Awaited} brings a result back to the
 * loop.
 */
@NullMarked
package io.wsloop.nio.internal.lane;

import org.jspecify.annotations.NullMarked;
