package io.wsloop.protocol;

import static io.wsloop.protocol.Deadline.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Points in time compare by difference, even where the clock wraps around. */
class DeadlineTest {
    private static final long CENTURY = 3_155_760_000_000_000_000L;

    @Property
    void comesAtItsNanosecondAndNotBefore(
            @ForAll long since, @ForAll @LongRange(min = 2, max = CENTURY) long patience) {
        long deadline = Deadline.after(since, patience);
        // The one sum that would equal NEVER comes a nanosecond early.
        assertThat(Deadline.isDue(deadline, since)).isEqualTo(deadline == since);
        assertThat(Deadline.isDue(deadline, deadline - 1)).isFalse();
        assertThat(Deadline.isDue(deadline, deadline)).isTrue();
        assertThat(Deadline.isDue(deadline, deadline + 1)).isTrue();
    }

    @Property
    void ordersTwoPointsByTheirDifference(@ForAll long a, @ForAll @LongRange(min = 1, max = CENTURY) long more) {
        long b = Deadline.after(a, more);
        if (a != NEVER) {
            assertThat(Deadline.earlier(a, b)).isEqualTo(Deadline.earlier(b, a)).isEqualTo(a);
            assertThat(Deadline.earlier(a, NEVER)).isEqualTo(a);
        }
        assertThat(Deadline.later(a, b)).isEqualTo(Deadline.later(b, a)).isEqualTo(b);
    }

    @Test
    void neverIsNeverDueAndComesLast() {
        assertThat(Deadline.isDue(NEVER, NEVER)).isFalse();
        assertThat(Deadline.isDue(NEVER, Long.MIN_VALUE)).isFalse();
        assertThat(Deadline.earlier(NEVER, NEVER)).isEqualTo(NEVER);
        assertThat(Deadline.earlier(NEVER, Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aSumThatHitsNeverByChanceIsADeadlineAllTheSame() {
        assertThat(Deadline.after(NEVER - 5, 5)).isEqualTo(NEVER - 1);
    }
}
