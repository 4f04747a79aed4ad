package io.wsloop.nio;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** What everything on one loop shares, one object of a type. A short list under a lock, for look-ups are rare. Any thread. */
final class Shared {
    private final List<Object> all = new ArrayList<>();
    private boolean closed;

    synchronized <T> T get(Class<T> type, EventLoop loop, Function<? super EventLoop, ? extends T> maker) {
        for (Object each : all) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        if (closed) {
            throw new RejectedExecutionException("the loop has ended; nothing can be shared on it");
        }
        T made = maker.apply(loop);
        all.add(made);
        return made;
    }

    /** Closes what can be closed, in the order of its making; what a close throws is told. */
    synchronized void close(ErrorHandler errors) {
        closed = true;
        for (Object each : all) {
            if (each instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Throwable e) {
                    Faults.tell(errors, "closing ", each, e);
                }
            }
        }
        all.clear();
    }
}
