package io.wsloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Makers of shared objects that call the loop back. */
class SharedTest {
    private final List<Throwable> errors = new ArrayList<>();
    private final EventLoop loop =
            EventLoop.open(LoopOptions.defaults().withErrors((where, error) -> errors.add(error)));

    SharedTest() throws IOException {}

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aMakerThatAsksForItsOwnTypeIsRefusedAndTheNextMakesTheObject() {
        assertThatThrownBy(() -> loop.shared(Part.class, owner -> owner.shared(Part.class, inner -> new Part())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Part.class.getName())
                .hasMessageContaining("itself");
        Part part = loop.shared(Part.class, owner -> new Part());
        assertThat(loop.shared(Part.class, owner -> new Part())).isSameAs(part);
    }

    @Test
    void aMakerThatGoesRoundByAnotherTypeIsRefusedToo() {
        assertThatThrownBy(() -> loop.shared(Part.class, owner -> {
                    owner.shared(StringBuilder.class, other -> {
                        other.shared(Part.class, inner -> new Part());
                        return new StringBuilder();
                    });
                    return new Part();
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMakerMayAskForAnotherType() {
        StringBuilder[] inner = new StringBuilder[1];
        loop.shared(Part.class, owner -> {
            inner[0] = owner.shared(StringBuilder.class, same -> new StringBuilder("inner"));
            return new Part();
        });
        assertThat(loop.shared(StringBuilder.class, owner -> new StringBuilder("second")))
                .isSameAs(inner[0]);
    }

    @Test
    void anObjectWhoseMakerClosesTheLoopIsClosedAndRejected() {
        Part part = new Part();
        assertThatThrownBy(() -> loop.shared(Part.class, owner -> {
                    owner.close();
                    return part;
                }))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("ended");
        assertThat(part.closes).isEqualTo(1);
        assertThat(loop.hasEnded()).isTrue();
        assertThatThrownBy(() -> loop.shared(Part.class, owner -> part)).isInstanceOf(RejectedExecutionException.class);
        assertThat(errors).isEmpty();
    }

    @Test
    void theErrorHandlerHearsOfALateObjectThatCannotBeClosed() {
        assertThatThrownBy(() -> loop.shared(AutoCloseable.class, owner -> {
                    owner.close();
                    return () -> {
                        throw new IllegalStateException("a close");
                    };
                }))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(errors).singleElement().isInstanceOf(IllegalStateException.class);
    }

    private static final class Part implements AutoCloseable {
        private int closes;

        @Override
        public void close() {
            closes++;
        }
    }
}
