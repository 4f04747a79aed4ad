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

    /** The types whose makers run now. They are all on the thread that holds the lock. */
    private final List<Class<?>> inMaking = new ArrayList<>();

    private boolean closed;

    synchronized <T> T get(Class<T> type, EventLoop loop, Function<? super EventLoop, ? extends T> maker) {
        for (Entry each : all) {
            if (each.type == type) {
                return type.cast(each.object);
            }
        }
        if (closed) {
            throw ended();
        }
        if (inMaking.contains(type)) {
            throw new IllegalStateException(
                    "the maker of the shared " + type.getName() + " asks for this object itself");
        }
        inMaking.add(type);
        T made;
        try {
            made = maker.apply(loop);
        } finally {
            inMaking.remove(type);
        }
        if (closed) {
            // The maker has ended the loop, which closes only the objects that it knows.
            close(made, loop.options().errors());
            throw ended();
        }
        all.add(new Entry(type, made));
        return made;
    }

    private static RejectedExecutionException ended() {
        return new RejectedExecutionException("the loop has ended; nothing can be shared on it");
    }

    /** Closes the closeable objects, oldest first. The error handler hears of an exception, and the others are still closed. */
    synchronized void close(ErrorHandler errors) {
        closed = true;
        for (Entry each : all) {
            close(each.object, errors);
        }
        all.clear();
    }

    private static void close(Object object, ErrorHandler errors) {
        if (object instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Throwable e) {
                Faults.tell(errors, "closing ", object, e);
            }
        }
    }
}
