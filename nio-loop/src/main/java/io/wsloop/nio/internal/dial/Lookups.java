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
    /** The most names at the same time, each with its thread. A resolver that keeps more waiting answers nothing at all. */
    public static final int MOST = 64;

    /** How long a thread waits for the next name. */
    private static final int IDLE_SECONDS = 1;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Is told the addresses of a name, at least one, or a failure. Loop thread. */
    interface Asker {
        void found(List<InetAddress> addresses);

        void notFound(IOException failure);
    }

    /** Blocks until the answer is there: {@link InetAddress#getAllByName}, or a test's answer. */
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private final EventLoop loop;
    private final Resolver resolver;
    private final ThreadPoolExecutor threads;

    /** How often an answer is tried again while the heap is full. */
    private static final int MOST_RESTS = 100;

    private static final long REST_NANOS = 100_000_000;

    /** Those who wait for a name. Only the loop's thread touches it. */
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

    /** Looks a name up. The asker is told of a failure at once when there is no thread left. */
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

    /** Tries again while the heap is full: without an answer, later attempts would wait for a look-up that has ended. */
    private void answerSurely(Runnable answer) {
        for (int rests = 0; rests < MOST_RESTS; rests++) {
            try {
                loop.onLoop(answer);
                return;
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(REST_NANOS);
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

    /** Any thread: takes no more names, and ends each thread when the system's call returns. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Any thread: waits a moment for the threads to end; one that is in the system's resolver does not. */
    public void await() {
        try {
            threads.awaitTermination(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
