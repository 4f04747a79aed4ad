/**
 * A small select loop: one selector, the thread that owns it, its tasks and its timers. It knows no connection and no
 * protocol, so it serves other protocols as well, and can be read as a lesson.
 *
 * <h2>A turn of the loop</h2>
 *
 * <p>{@link io.wsloop.loop.EventLoop#runOnce} is one method that reads from top to bottom:
 *
 * <ol>
 *   <li><b>Select</b> until the next deadline, or not at all when tasks or flushes wait. The loop reads the clock once, when
 *       the select returns.
 *   <li><b>Ready</b> channels: each {@link io.wsloop.loop.Registered} reads and writes within its budget.
 *   <li><b>Tasks</b> of other threads. {@link io.wsloop.loop.EventLoop#execute} is their only door. It wakes the loop at most
 *       once until the loop runs. A task that a task adds waits for the next turn.
 *   <li><b>Timers</b> that are due. A {@link io.wsloop.loop.Timer} may come early: then its owner arms it again.
 *   <li><b>Flush</b>: everything that asked for it by {@link io.wsloop.loop.EventLoop#flushLater} writes once.
 * </ol>
 *
 * <p>{@link io.wsloop.loop.EventLoopGroup} runs several loops, each on a thread. A test calls {@code runOnce} itself, with a
 * clock that it sets ({@link io.wsloop.loop.LoopOptions#withClock}).
 */
@NullMarked
package io.wsloop.loop;

import org.jspecify.annotations.NullMarked;
