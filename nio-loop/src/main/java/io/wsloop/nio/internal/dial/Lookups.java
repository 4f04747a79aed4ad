package io.wsloop.nio.internal.dial;

import io.wsloop.loop.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up on separate threads, because the JDK's call blocks, up to half a minute when no name server answers. Each
 * name has its own thread; attempts for the same name share it. Loop thread, except for {@link #close} and {@link #await}.
 */
public final class Lookups implements AutoCloseable {
    /** The most names at the same time, each with a thread. When this many wait, the resolver most likely answers none. */
    public static final int MOST = 64;

    /** How long a thread waits for the next name. */
    private static final int IDLE_SECONDS = 1;

    /** How many times a thread offers its answer to the loop while the heap is full. */
    private static final int MOST_TRIES = 100;

    /** The pause between two tries. */
    private static final long PAUSE_NANOS = 100_000_000;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Waits for a name: one of the methods is called, on the loop's thread. */
    interface Asker {
        /** The name has these addresses, at least one. */
        void found(List<InetAddress> addresses);

        /** The name has no address, or could not be looked up. */
        void notFound(IOException failure);
    }

    /** Finds the addresses of a name and blocks until it has them: {@link InetAddress#getAllByName}, or a test's. */
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final EventLoop loop;
    private final Resolver resolver;
    private final ThreadPoolExecutor threads;

    /** The askers of each name that is being looked up. Only the loop's thread touches it. */
    private final Map<String, Set<Asker>> underWay = new HashMap<>();

    public Lookups(EventLoop loop, Resolver resolver) {
        this.loop = loop;
        this.resolver = resolver;
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, "wsloop-lookup-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        threads = new ThreadPoolExecutor(0, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons);
    }

    /** Looks a name up. Without a thread left, it calls {@link Asker#notFound} before it returns. */
    void ask(String host, Asker asker) {
        Set<Asker> asking = underWay.get(host);
        if (asking != null) {
            asking.add(asker);
            return;
        }
        try {
            threads.execute(() -> lookUp(host));
        } catch (RejectedExecutionException e) {
            asker.notFound(new IOException(
                    threads.isShutdown()
                            ? "the client was stopped"
                            : "cannot look up host " + host + ": " + MOST + " other names are being looked up, and"
                                    + " none of them is answered",
                    e));
            return;
        } catch (OutOfMemoryError e) {
            asker.notFound(new IOException("cannot look up host " + host + ": the system has no thread left", e));
            return;
        }
        asking = new LinkedHashSet<>();
        asking.add(asker);
        underWay.put(host, asking);
    }

    /** Removes an asker. The look-up itself cannot be stopped; its answer may serve the next asker. */
    void forget(String host, Asker asker) {
        Set<Asker> asking = underWay.get(host);
        if (asking != null) {
            asking.remove(asker);
        }
    }

    /** Runs on the name's thread. */
    private void lookUp(String host) {
        Runnable answer;
        try {
            List<InetAddress> addresses = List.of(resolver.resolve(host));
            answer = () -> answered(host, addresses, null);
        } catch (Throwable e) {
            // A resolver may be the application's (InetAddressResolverProvider) and throw anything.
            answer = () -> answered(host, List.of(), e);
        }
        answerSurely(answer);
    }

    /**
     * Offers the answer to the loop until the heap has room for it. Without an answer, later attempts would wait for a look-up
     * that has ended.
     */
    private void answerSurely(Runnable answer) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                loop.onLoop(answer);
                return;
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void answered(String host, List<InetAddress> addresses, @Nullable Throwable failure) {
        Set<Asker> asking = underWay.remove(host);
        if (asking == null) {
            return;
        }
        for (Asker asker : List.copyOf(asking)) {
            if (addresses.isEmpty()) {
                IOException unknown = new UnknownHostException("no address is known for host " + host);
                unknown.initCause(failure);
                asker.notFound(unknown);
            } else {
                asker.found(addresses);
            }
        }
    }

    /** Takes no more names. A thread ends when the system's call returns. Any thread. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Waits at most 100 ms for the threads to end, because a thread in the system's resolver does not. Any thread. */
    public void await() {
        try {
            threads.awaitTermination(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
