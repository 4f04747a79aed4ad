package io.wsloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;

/** A group that cannot start leaves no loop behind. */
class EventLoopGroupTest {
    private final List<Thread> threads = new ArrayList<>();
    private final CountingProvider provider = new CountingProvider();

    @Test
    void aThreadFactoryThatThrowsForTheSecondThreadLeavesNoLoop() {
        assertThatThrownBy(() -> start(loop -> {
                    throw new IllegalStateException("no more threads");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no more threads");
        assertNothingIsLeft();
    }

    @Test
    void aThreadFactoryThatReturnsNullIsNamedInTheError() {
        assertThatThrownBy(() -> start(loop -> null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("LoopOptions.threads returned null");
        assertNothingIsLeft();
    }

    @Test
    void aThreadThatDoesNotStartLeavesNoLoop() {
        assertThatThrownBy(() -> start(loop -> new Thread(loop) {
                    @Override
                    public void start() {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertNothingIsLeft();
    }

    @Test
    void aProviderThatReturnsNullOrThrowsForTheSecondSelectorLeavesNoLoop() {
        for (boolean throwing : new boolean[] {false, true}) {
            provider.opened.clear();
            provider.most = 1;
            provider.throwing = throwing;
            assertThatThrownBy(
                            () -> EventLoopGroup.start(2, LoopOptions.defaults().withProvider(provider)))
                    .isInstanceOf(throwing ? IllegalStateException.class : IOException.class)
                    .hasMessageContaining(throwing ? "no selector" : "LoopOptions.provider returned null");
            assertNothingIsLeft();
        }
    }

    private void start(ThreadFactory second) throws IOException {
        LoopOptions options = LoopOptions.defaults().withProvider(provider).withThreads(loop -> {
            if (!threads.isEmpty()) {
                return second.newThread(loop);
            }
            Thread thread = new Thread(loop);
            threads.add(thread);
            return thread;
        });
        EventLoopGroup.start(2, options);
    }

    private void assertNothingIsLeft() {
        assertThat(threads).allSatisfy(thread -> assertThat(thread.isAlive()).isFalse());
        assertThat(provider.opened)
                .isNotEmpty()
                .allSatisfy(selector -> assertThat(selector.isOpen()).isFalse());
    }
}
