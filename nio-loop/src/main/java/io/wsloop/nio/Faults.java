package io.wsloop.nio;

/** Tells an {@link ErrorHandler} and survives whatever the handler does about it. */
final class Faults {
    private Faults() {}

    static void tell(ErrorHandler handler, String where, Throwable error) {
        try {
            handler.onError(where, error);
        } catch (Throwable second) {
            try {
                second.addSuppressed(error);
                ErrorHandler.logging().onError("the error handler itself, told of: " + where, second);
            } catch (Throwable third) {
                // Not even logging works, for example out of memory: the loop has better things to do than to end.
            }
        }
    }
}
