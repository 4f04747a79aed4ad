package io.wsloop.nio.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pool that is full, that is closed, and one that is the application's. */
class OffloadTest {
    private final CountDownLatch free = new CountDownLatch(1);
    private final Offload pool = Offload.pool();

    @AfterEach
    void end() {
        free.countDown();
        pool.close();
    }

    /** Keeps every thread busy until {@link #free}. */
    private void fillThreads() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(Offload.THREADS);
        for (int i = 0; i < Offload.THREADS; i++) {
            pool.begin(() -> {
                started.countDown();
                free.await();
                return "";
            });
        }
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private List<CompletableFuture<Thread>> fillQueue() {
        List<CompletableFuture<Thread>> waiting = new ArrayList<>();
        for (int i = 0; i < Offload.MOST_WAITING; i++) {
            waiting.add(pool.begin(Thread::currentThread));
        }
        return waiting;
    }

    @Test
    void asManyTasksAsTheBoundWaitAndOneMoreIsRefused() throws Exception {
        fillThreads();
        List<CompletableFuture<Thread>> waiting = fillQueue();
        CompletableFuture<Thread> oneMore = pool.begin(Thread::currentThread);
        assertThatThrownBy(oneMore::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("4 threads")
                .hasMessageContaining("1024 tasks")
                .hasMessageContaining("offload(executor)");
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        free.countDown();
        for (CompletableFuture<Thread> one : waiting) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
        }
        assertThat(pool.begin(() -> "room again").get(20, TimeUnit.SECONDS)).isEqualTo("room again");
    }

    @Test
    void theNextStepOfWorkThatHasBegunHasRoomInAFullPool() throws Exception {
        fillThreads();
        fillQueue();
        CompletableFuture<String> next = pool.next(() -> "piece");
        assertThat(next).isNotDone();
        free.countDown();
        assertThat(next.get(20, TimeUnit.SECONDS)).isEqualTo("piece");
    }

    @Test
    void aTaskThatFailsFailsItsFuture() {
        CompletableFuture<String> failed = pool.begin(() -> {
            throw new IOException("no such disk");
        });
        assertThatThrownBy(() -> failed.get(20, TimeUnit.SECONDS)).hasRootCauseMessage("no such disk");
    }

    @Test
    void aClosedPoolEndsWhatWaitsAndRefusesTheRest() throws Exception {
        fillThreads();
        CompletableFuture<Thread> waits = pool.begin(Thread::currentThread);
        pool.close();
        assertThatThrownBy(pool.begin(() -> "late")::get).hasMessageContaining("the server was stopped");
        free.countDown();
        Thread thread = waits.get(20, TimeUnit.SECONDS);
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void aFileIsClosedEvenWhenNoThreadTakesIt() {
        List<Thread> closedOn = new ArrayList<>();
        Closeable file = () -> closedOn.add(Thread.currentThread());
        pool.close();
        pool.release(file);
        assertThat(closedOn).containsExactly(Thread.currentThread());
        pool.release(() -> {
            throw new IOException("already closed");
        });
    }

    @Test
    void aFileIsClosedEvenWhenTheExecutorThrowsAnError() {
        List<Thread> closedOn = new ArrayList<>();
        Offload broken = Offload.to(task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        broken.release(() -> closedOn.add(Thread.currentThread()));
        assertThat(closedOn).containsExactly(Thread.currentThread());
    }

    @Test
    void anExecutorOfTheApplicationRefusesAsItLikesAndOutlivesItsUsers() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Offload offload = Offload.to(executor);
            offload.close();
            assertThat(offload.begin(() -> "still there").get(20, TimeUnit.SECONDS))
                    .isEqualTo("still there");
        } finally {
            executor.shutdown();
        }
        assertThatThrownBy(Offload.to(executor).begin(() -> "late")::get)
                .hasCauseInstanceOf(RejectedExecutionException.class);
        Offload broken = Offload.to(task -> {
            throw new IllegalStateException("not begun yet");
        });
        assertThatThrownBy(broken.next(() -> "")::get).hasRootCauseMessage("not begun yet");
    }
}
