package io.wsloop.nio.internal.report;

import io.wsloop.WebSocket;
import io.wsloop.watch.ErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * Calls an {@link ErrorHandler} and catches its exceptions. The text is joined inside the try block, because joining fails when the
 * heap is full. Any thread.
 */
public final class Faults {
    private Faults() {}

    public static void tell(ErrorHandler handler, String where, Throwable error) {
        tell(handler, where, null, error);
    }

    /** @param ws the connection of the callback that threw */
    public static void tellOfCallback(ErrorHandler handler, String callback, WebSocket ws, Throwable error) {
        try {
            handler.onError(callback + " of " + ws.peer(), error);
        } catch (Throwable second) {
            tellOfHandler(callback, second, error);
        }
    }

    /** @param subject its {@code toString} follows the words of {@code where} */
    public static void tell(ErrorHandler handler, String where, @Nullable Object subject, Throwable error) {
        try {
            handler.onError(subject == null ? where : where + subject, error);
        } catch (Throwable second) {
            tellOfHandler(where, second, error);
        }
    }

    private static void tellOfHandler(String where, Throwable second, Throwable error) {
        try {
            if (second != error) {
                second.addSuppressed(error);
            }
            ErrorHandler.logging().onError("the error handler itself, told of: " + where, second);
        } catch (Throwable third) {
            // Even logging fails, for example because the heap is full. The loop goes on.
        }
    }
}
