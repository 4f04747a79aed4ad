package io.wsloop.nio;

import java.lang.System.Logger.Level;

/**
 * Hears what applications and the machine did wrong: listeners, handlers and tasks that threw, accepts that failed. A
 * peer's faults are not told here but to {@link io.wsloop.WebSocketListener#onClose}. Called on any loop's thread, so it
 * must not block and must be safe for threads. What it throws itself is logged and goes no further.
 */
@FunctionalInterface
public interface ErrorHandler {
    /**
     * Something failed; whatever had to be ended for it has been ended or is about to be.
     *
     * @param where what was being done, for example {@code "onText of 127.0.0.1:50412"}
     * @param error what was thrown, {@code Error}s included
     */
    void onError(String where, Throwable error);

    /**
     * The default: one warning with its stack trace to the {@link System.Logger} named {@code io.wsloop}.
     *
     * @return a handler that logs
     */
    static ErrorHandler logging() {
        return (where, error) -> System.getLogger("io.wsloop").log(Level.WARNING, where, error);
    }
}
