/**
 * The load generator: one thread, its own selector, its own framing, not a line shared with the library under test, so that
 * it judges wsloop as it judges every other server.
 *
 * <p>What is sent and what must come back is written down once, in a {@link io.wsloop.benchmarks.load.Script}, before the
 * clock starts. Sending is then a write out of one buffer, and checking is one comparison of what was read with what the
 * script expects, so that the generator costs about what a bare echo costs and still sees every wrong byte.
 */
@NullMarked
package io.wsloop.benchmarks.load;

import org.jspecify.annotations.NullMarked;
