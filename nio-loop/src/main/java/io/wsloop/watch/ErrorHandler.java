package io.wsloop.watch;

import java.lang.System.Logger.Level;

/**
 * Is told what applications and the machine did wrong: listeners, handlers and tasks that threw, accepts that failed. A
 * peer's faults are told to {@link io.wsloop.WebSocketListener#onClose} instead. Called on the thread of any loop, so it
 * must not block and must be safe for threads. What it throws is logged, and the loop goes on.
 */
@FunctionalInterface
public interface ErrorHandler {
    /**
     * Something failed. What must end because of it has ended or is about to end.
     *
     * @param where what was being done, for example {@code "onText of 127.0.0.1:50412"}
     * @param error what was thrown; it may be an {@code Error}
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
