package io.wsloop.loop;

import io.wsloop.nio.internal.report.Faults;
import io.wsloop.watch.ErrorHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** Holds one object of each type for all users of a loop. Look-ups are rare, so a list under a lock is enough. Any thread. */
final class Shared {
    private record Entry(Class<?> type, Object object) {}

    private final List<Entry> all = new ArrayList<>();
    private boolean closed;

    synchronized <T> T get(Class<T> type, EventLoop loop, Function<? super EventLoop, ? extends T> maker) {
        for (Entry each : all) {
            if (each.type == type) {
                return type.cast(each.object);
            }
        }
        if (closed) {
            throw new RejectedExecutionException("the loop has ended; nothing can be shared on it");
        }
        T made = maker.apply(loop);
        all.add(new Entry(type, made));
        return made;
    }

    /** Closes the closeable objects, oldest first. The error handler hears of an exception, and the others are still closed. */
    synchronized void close(ErrorHandler errors) {
        closed = true;
        for (Entry each : all) {
            if (each.object instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Throwable e) {
                    Faults.tell(errors, "closing ", each.object, e);
                }
            }
        }
        all.clear();
    }
}
