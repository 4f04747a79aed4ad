/**
 * Off the loop and back: what may block runs on another thread, and its result returns to the loop.
 */
@NullMarked
package io.wsloop.nio.internal.lane;

import org.jspecify.annotations.NullMarked;
