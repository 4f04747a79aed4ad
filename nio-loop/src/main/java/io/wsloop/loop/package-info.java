/**
 * A small select loop: one selector, the thread that owns it, its tasks and its timers. It knows no connection and no protocol, so
 * it can serve other protocols, and a reader can take it as a lesson.
 *
 * <h2>A turn of the loop</h2>
 *
 * <p>{@link io.wsloop.loop.EventLoop#runOnce} is one method that reads from top to bottom:
 *
 * <ol>
 *   <li><b>Select</b>: the loop waits for a ready channel until the next deadline, and does not wait if tasks or flushes wait. It
 *       reads the clock once, when the select returns.
 *   <li><b>Ready</b>: the {@link io.wsloop.loop.Registered} owner of each ready channel reads and writes within its budget.
 *   <li><b>Tasks</b>: other threads hand over work only by {@link io.wsloop.loop.EventLoop#execute} and its relatives. Many tasks
 *       wake a sleeping loop only once. A task that a task adds waits for the next turn.
 *   <li><b>Timers</b>: every due {@link io.wsloop.loop.Timer} expires. Its owner arms it again if the deadline has moved on.
 *   <li><b>Flush</b>: each owner that called {@link io.wsloop.loop.EventLoop#flushLater} writes once.
 * </ol>
 *
 * <p>{@code Turn} holds these steps, {@code Selecting} the selector, {@code TaskQueue} and {@code TimerQueue} their queues.
 * {@link io.wsloop.loop.EventLoopGroup} runs several loops, each on a separate thread. A test calls {@code runOnce} itself, with a
 * clock that it sets ({@link io.wsloop.loop.LoopOptions#withClock}).
 */
@NullMarked
package io.wsloop.loop;

import org.jspecify.annotations.NullMarked;
