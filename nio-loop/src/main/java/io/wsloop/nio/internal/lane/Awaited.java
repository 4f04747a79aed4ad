package io.wsloop.nio.internal.lane;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one answer that a connection waits for. It may come on any thread, and its arrival is told on the loop. After {@link
 * #forget} it is too late. Loop thread.
 */
public final class Awaited {
    private final Executor loop;

    /** Stands for the answer that is waited for. Null when none is. */
    private @Nullable Object current;

    public Awaited(Executor loop) {
        this.loop = loop;
    }

    /** Exactly one of the two is not null. */
    @FunctionalInterface
    public interface Arrival<T> {
        public void arrived(@Nullable T value, @Nullable Throwable failure);
    }

    /**
     * Waits for an answer.
     *
     * @param arrival told of it, on the loop
     * @param tooLate told of an answer that is waited for no longer, on any thread
     * @return true when the answer was there already and has been told; false when it will be told later, in a task
     */
    public <T> boolean await(@Nullable CompletionStage<T> stage, Arrival<T> arrival, Consumer<T> tooLate) {
        // Most answers are there already. Nothing need be made to wait for them.
        if (stage instanceof CompletableFuture<T> future && future.isDone() && !future.isCompletedExceptionally()) {
            T value = future.getNow(null);
            if (value != null) {
                arrival.arrived(value, null);
                return true;
            }
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        if (stage == null) {
            result.completeExceptionally(new NullPointerException("expected a CompletionStage, null was returned"));
        } else {
            // A copy, for a CompletionStage cannot be asked whether it has completed.
            stage.whenComplete((value, failure) -> complete(result, value, failure));
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

    private static <T> void complete(CompletableFuture<T> result, @Nullable T value, @Nullable Throwable failure) {
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

    /** Waits no longer. The answer comes too late from here on. */
    public void forget() {
        current = null;
    }
}
