package io.wsloop.nio.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** An answer that comes when the loop has ended. */
class AwaitedTest {
    @Test
    void anAnswerThatNoLoopTakesAnyMoreIsLetGoOf() {
        List<String> late = new ArrayList<>();
        List<String> told = new ArrayList<>();
        CompletableFuture<String> answer = new CompletableFuture<>();
        Awaited awaited = new Awaited(task -> {
            throw new RejectedExecutionException("the loop has ended");
        });
        assertThat(awaited.await(answer, (value, failure) -> told.add(value), late::add))
                .isFalse();
        answer.complete("an open file");
        assertThat(told).isEmpty();
        assertThat(late).containsExactly("an open file");
    }
}
