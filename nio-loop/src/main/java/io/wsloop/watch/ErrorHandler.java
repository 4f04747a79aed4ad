package io.wsloop.watch;

import java.lang.System.Logger.Level;

/**
 * Hears of errors of the application and of the machine: listeners, handlers and tasks that threw, and accepts that failed. An
 * error of a peer goes to {@link io.wsloop.WebSocketListener#onClose} instead. Any loop's thread may call the handler, so it must
 * not block and must be safe for several threads. If the handler throws, wsloop logs the exception, and the loop goes on.
 */
@FunctionalInterface
public interface ErrorHandler {
    /**
     * Something failed. A connection that cannot go on has ended or is about to end.
     *
     * @param where the failed call and its connection, for example {@code "onText of 127.0.0.1:50412"}
     * @param error the exception; it may be an {@code Error}
     */
    void onError(String where, Throwable error);

    /**
     * The default handler. It logs each error with its stack trace as a warning, to the {@link System.Logger} named
     * {@code io.wsloop}.
     *
     * @return a handler that logs
     */
    static ErrorHandler logging() {
        return (where, error) -> System.getLogger("io.wsloop").log(Level.WARNING, where, error);
    }
}
