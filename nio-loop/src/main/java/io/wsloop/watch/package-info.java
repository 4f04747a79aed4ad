/**
 * The words for observing a server or a client. {@link io.wsloop.watch.ErrorHandler} hears of every error that no caller can
 * catch: exceptions of listeners, tasks and hooks, and refusals of the operating system.
 */
@NullMarked
package io.wsloop.watch;

import org.jspecify.annotations.NullMarked;
