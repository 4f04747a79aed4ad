package io.wsloop.nio;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one answer that a connection waits for. It comes on any thread and is told on the loop, unless nobody waits for it
 * any more. Loop thread.
 */
final class Awaited {
    private final Executor loop;

    /** What is waited for now; null: nothing. */
    private @Nullable Object current;

    Awaited(Executor loop) {
        this.loop = loop;
    }

    /** Exactly one of the two is not null. */
    @FunctionalInterface
    interface Arrival<T> {
        void arrived(@Nullable T value, @Nullable Throwable failure);
    }

    /** True when the answer was there already and has been told; false when it will be told later, within a task. */
    <T> boolean await(@Nullable CompletionStage<T> stage, Arrival<T> arrival, Consumer<T> tooLate) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (stage == null) {
            result.completeExceptionally(new NullPointerException("expected a CompletionStage, null was returned"));
        } else {
            // A copy: whoever holds the original might complete it between two looks at it.
            stage.whenComplete((value, failure) -> settle(result, value, failure));
        }
        if (result.isDone()) {
            result.whenComplete((value, failure) -> arrival.arrived(value, failure));
            return true;
        }
        Object ticket = new Object();
        current = ticket;
        result.whenComplete((value, failure) -> {
            try {
                loop.execute(() -> {
                    if (current == ticket) {
                        current = null;
                        arrival.arrived(value, failure);
                    } else if (value != null) {
                        tooLate.accept(value);
                    }
                });
            } catch (RejectedExecutionException e) {
                // The loop has ended; what the answer holds open is closed all the same.
                if (value != null) {
                    tooLate.accept(value);
                }
            }
        });
        return false;
    }

    private static <T> void settle(CompletableFuture<T> result, @Nullable T value, @Nullable Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            result.completeExceptionally(failure.getCause());
        } else if (failure != null) {
            result.completeExceptionally(failure);
        } else if (value == null) {
            result.completeExceptionally(new NullPointerException("expected an answer, the stage completed with null"));
        } else {
            result.complete(value);
        }
    }

    /** Whatever was waited for comes too late from here on. */
    void forget() {
        current = null;
    }

    /** Runs what blocks on an executor; a refusal by the executor is a failure of the task. */
    static <T> CompletableFuture<T> call(Executor executor, Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    result.complete(task.call());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RuntimeException refused) {
            result.completeExceptionally(refused);
        }
        return result;
    }
}
