/**
 * Knowing what happens. {@link io.wsloop.watch.ErrorHandler} hears of every error that has no caller to be thrown to: what a
 * listener, a task or a hook threw, and what the system refused.
 */
@NullMarked
package io.wsloop.watch;

import org.jspecify.annotations.NullMarked;
