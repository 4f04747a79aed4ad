/**
 * WebSocket server and client on a hand-written {@link java.nio.channels.Selector} loop.
 *
 * <p>Begin with {@link io.wsloop.nio.WebSocketServer} and {@link io.wsloop.nio.WebSocketClient}; what they say is in
 * {@link io.wsloop}. The rest of this page is for those who want to know what happens beneath.
 *
 * <h2>A turn of the loop</h2>
 *
 * <p>{@link io.wsloop.nio.EventLoop#runOnce} is one method that reads from top to bottom:
 *
 * <ol>
 *   <li><b>Select</b> until the next deadline, or not at all when tasks or dirty connections wait. The clock is read once,
 *       when the select returns.
 *   <li><b>Read</b> what is ready, each connection within a budget, into the loop's one buffer. The engine takes the bytes
 *       and the listener is called. What it answers is collected in the loop's one staging buffer and leaves with one write
 *       when this connection's reading is over.
 *   <li><b>Tasks</b> that other threads handed in. {@link io.wsloop.nio.EventLoop#execute} is the only door; it wakes the
 *       loop at most once, however many tasks follow. A task that a task hands in waits for the next turn.
 *   <li><b>Timers</b> that are due. A connection has one, at its engine's earliest deadline. A message moves the deadline
 *       and not the timer, which finds out when it comes too early.
 *   <li><b>Flush</b> what was written outside its own reading: broadcasts, answers of tasks, pings. WRITE is asked of the
 *       selector only for what the socket did not take.
 * </ol>
 *
 * <h2>Who is who</h2>
 *
 * <p>The acceptor deals new channels to the loops in turn. A connection moves bytes and keeps time; what the bytes mean is
 * its phase's: HTTP up to the upgrade on a server, the opening handshake on a client (whose connector has looked the name
 * up and opened the TCP connection before), then the engine of
 * {@link io.wsloop.protocol}. A handle is what the application holds: on the loop's thread its calls go straight to the
 * engine, on any other they become tasks whose bytes count as bytes that wait.
 *
 * <h2>What goes wrong</h2>
 *
 * <p>Whatever a listener throws ends its connection with 1011 and is told to the
 * {@link io.wsloop.nio.ErrorHandler}. A failed read or write ends its connection. A failed accept is told, and tried again
 * after a rest. A select that returns again and again for nothing has its selector replaced. None of them stops the loop.
 */
@NullMarked
package io.wsloop.nio;

import org.jspecify.annotations.NullMarked;
