package io.wsloop.nio.internal.report;

import io.wsloop.WebSocket;
import io.wsloop.watch.ErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tells an {@link ErrorHandler}, and catches what the handler throws. The text is joined in here, for joining it fails, too,
 * when the heap is full.
 */
public final class Faults {
    private Faults() {}

    public static void tell(ErrorHandler handler, String where, Throwable error) {
        tell(handler, where, null, error);
    }

    /** @param ws the callback was of this connection */
    public static void tellOfCallback(ErrorHandler handler, String callback, WebSocket ws, Throwable error) {
        try {
            handler.onError(callback + " of " + ws.peer(), error);
        } catch (Throwable second) {
            tellOfHandler(callback, second, error);
        }
    }

    /** @param subject its text follows the words */
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
            // Not even logging works, for example with a full heap. The loop goes on.
        }
    }
}
