package io.wsloop.nio.internal.lane;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one answer that a connection waits for. It may come on any thread and is brought to the loop. After {@link #forget} it
 * comes too late. Loop thread.
 */
public final class Awaited {
    private final Executor loop;

    /** Identifies the answer that is waited for. Null when there is none. */
    private @Nullable Object ticket;

    public Awaited(Executor loop) {
        this.loop = loop;
    }

    /** Takes the answer or the failure: exactly one of the two is not null. */
    @FunctionalInterface
    public interface Arrival<T> {
        void arrived(@Nullable T value, @Nullable Throwable failure);
    }

    /**
     * Waits for an answer.
     *
     * @param arrival takes the answer, on the loop
     * @param tooLate takes an answer that came too late, on any thread
     * @return true when the answer was there and has been taken; false when a later task brings it
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
        Object mine = new Object();
        ticket = mine;
        result.whenComplete((value, failure) -> {
            try {
                loop.execute(() -> {
                    if (ticket == mine) {
                        ticket = null;
                        arrival.arrived(value, failure);
                    } else if (value != null) {
                        tooLate.accept(value);
                    }
                });
            } catch (RejectedExecutionException e) {
                // The loop has ended. The answer may hold a file open, which must be closed all the same.
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

    /** Waits no longer: the answer comes too late from here on. */
    public void forget() {
        ticket = null;
    }
}
