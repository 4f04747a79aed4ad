package io.wsloop.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An owner that fails, and cannot even be dropped. */
class SheddingTest {
    private final List<String> errors = new ArrayList<>();

    @Test
    void anOwnerWhoseReadyAndDropThrowLosesItsChannelAndTheLoopRests() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        Pipe other = Pipe.open();
        other.source().configureBlocking(false);
        try (EventLoop loop =
                EventLoop.open(LoopOptions.defaults().withErrors((where, error) -> errors.add(error.getMessage())))) {
            loop.runOnce(Duration.ZERO);
            SelectionKey key = loop.register(pipe.source(), SelectionKey.OP_READ, new Failing(true));
            SelectionKey sound = loop.register(other.source(), SelectionKey.OP_READ, new Failing(false));
            pipe.sink().write(ByteBuffer.wrap(new byte[1]));
            assertThat(loop.runOnce(Duration.ofSeconds(5))).isEqualTo(1);
            assertThat(errors).containsExactly("drop", "ready");
            assertThat(key.isValid()).isFalse();
            assertThat(pipe.source().isOpen()).isFalse();
            assertThat(sound.isValid()).isTrue();
            assertThat(loop.registered()).hasSize(1);
            for (int i = 0; i < 3; i++) {
                assertThat(loop.runOnce(Duration.ZERO)).isZero();
            }
            assertThat(errors).hasSize(2);
        } finally {
            pipe.sink().close();
            pipe.source().close();
            other.sink().close();
            other.source().close();
        }
    }

    private record Failing(boolean always) implements Registered {
        @Override
        public void ready(SelectionKey key) {
            throw new IllegalStateException("ready");
        }

        @Override
        public void moved(SelectionKey key) {}

        @Override
        public void drop(Throwable cause) {
            if (always) {
                throw new IllegalStateException("drop");
            }
        }
    }
}
