package io.wsloop.protocol;

import static io.wsloop.protocol.Keepalive.Verdict.DEAD;
import static io.wsloop.protocol.Keepalive.Verdict.PING;
import static io.wsloop.protocol.Keepalive.Verdict.TOO_EARLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import io.wsloop.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Silence, pings and answers, in nanoseconds that a test counts, even where the clock wraps around. */
class KeepaliveTest {
    private static final Limits LIMITS =
            Limits.defaults().withPingAfter(Duration.ofNanos(100)).withPongTimeout(Duration.ofNanos(40));

    private final Keepalive keepalive = keepalive(LIMITS, 1000);

    private static Keepalive keepalive(Limits limits, long now) {
        Workbench bench = new Workbench(() -> 0, () -> now);
        return new Keepalive(bench.group(Role.SERVER, ProtocolOptions.of(limits)));
    }

    @Test
    void pingsAfterSilence() {
        assertThat(keepalive.keepaliveDeadline()).isEqualTo(1100);
        assertThat(keepalive.onSilence(1100)).isEqualTo(PING);
        assertThat(keepalive.keepaliveDeadline()).isEqualTo(1140);
    }

    @Test
    void isPostponedByWhateverIsHeardAndNoticesThatAtTheEarlierDeadline() {
        keepalive.heard(1001);
        assertThat(keepalive.keepaliveDeadline()).isEqualTo(1101);
        assertThat(keepalive.onSilence(1100)).isEqualTo(TOO_EARLY);
        assertThat(keepalive.keepaliveDeadline()).isEqualTo(1101);
        assertThat(keepalive.onSilence(1101)).isEqualTo(PING);
    }

    @Test
    void givesUpWhenNothingFollowsThePing() {
        keepalive.onSilence(1100);
        assertThat(keepalive.onSilence(1139)).isEqualTo(TOO_EARLY);
        assertThat(keepalive.onSilence(1140)).isEqualTo(DEAD);
    }

    @Test
    void givesUpLaterWhenSomethingFollowsThePingThatIsNoAnswer() {
        keepalive.onSilence(1100);
        keepalive.heard(1139);
        assertThat(keepalive.onSilence(1140)).isEqualTo(TOO_EARLY);
        assertThat(keepalive.keepaliveDeadline()).isEqualTo(1179);
        assertThat(keepalive.onSilence(1179)).isEqualTo(DEAD);
    }

    @Test
    void startsAfreshWithTheAnswer() {
        keepalive.onSilence(1100);
        keepalive.heard(1130);
        assertThat(keepalive.isAnswer(keepalive.ping().clone())).isTrue();
        assertThat(keepalive.keepaliveDeadline()).isEqualTo(1230);
        assertThat(keepalive.onSilence(1230)).isEqualTo(PING);
    }

    @Test
    void takesNoOtherPongForAnAnswer() {
        assertThat(keepalive.isAnswer(new byte[0]))
                .as("while nothing was asked")
                .isFalse();
        keepalive.onSilence(1100);
        byte[] ping = keepalive.ping().clone();
        assertThat(keepalive.isAnswer(new byte[0])).isFalse();
        ping[7] ^= 1;
        assertThat(keepalive.isAnswer(ping)).isFalse();
        ping[7] ^= 1;
        assertThat(keepalive.isAnswer(ping)).isTrue();
        assertThat(keepalive.isAnswer(ping)).as("a second time").isFalse();
    }

    @Test
    void asksDifferentlyEachTime() {
        keepalive.onSilence(1100);
        byte[] first = keepalive.ping().clone();
        keepalive.isAnswer(first);
        keepalive.onSilence(keepalive.keepaliveDeadline());
        assertThat(keepalive.ping()).isNotEqualTo(first).hasSameSizeAs(first);
        assertThat(keepalive.isAnswer(first)).as("late").isFalse();
    }

    @Test
    void hasNothingToAskWhileNothingIsOutstanding() {
        assertThat(keepalive.ping()).isEmpty();
    }

    @Test
    void expectsNothingWhilePausedAndBeginsAfreshAfterwards() {
        keepalive.paused(true, 1050);
        assertThat(keepalive.keepaliveDeadline()).isEqualTo(Long.MAX_VALUE);
        keepalive.paused(false, 5000);
        assertThat(keepalive.keepaliveDeadline()).isEqualTo(5100);
        assertThat(keepalive.onSilence(5099)).isEqualTo(TOO_EARLY);
        assertThat(keepalive.onSilence(5100)).isEqualTo(PING);
    }

    @Test
    void givesTheWholePongTimeoutAfterAPauseWhileAPingIsOutstanding() {
        keepalive.onSilence(1100);
        keepalive.paused(true, 1110);
        keepalive.paused(true, 1120);
        keepalive.paused(false, 5000);
        assertThat(keepalive.keepaliveDeadline()).isEqualTo(5040);
        assertThat(keepalive.onSilence(5040)).isEqualTo(DEAD);
    }

    @Test
    void doesNotBeginAfreshWithoutAPause() {
        keepalive.paused(false, 1050);
        assertThat(keepalive.keepaliveDeadline()).isEqualTo(1100);
    }

    @Test
    void isSwitchedOffByZero() {
        Keepalive off = keepalive(LIMITS.withPingAfter(Duration.ZERO), 1000);
        assertThat(off.keepaliveDeadline()).isEqualTo(Long.MAX_VALUE);
        off.heard(2000);
        off.paused(true, 3000);
        off.paused(false, 4000);
        assertThat(off.keepaliveDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    /** System.nanoTime may be negative, and may wrap from the greatest value to the least. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1, -50, -100, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 50, Long.MAX_VALUE - 120})
    void countsDifferencesOnly(long start) {
        Keepalive anywhere = keepalive(LIMITS, start);
        assertThat(anywhere.keepaliveDeadline()).isEqualTo(start + 100);
        anywhere.heard(start + 10);
        assertThat(anywhere.onSilence(start + 100)).isEqualTo(TOO_EARLY);
        assertThat(anywhere.keepaliveDeadline()).isEqualTo(start + 110);
        assertThat(anywhere.onSilence(start + 110)).isEqualTo(PING);
        assertThat(anywhere.onSilence(start + 149)).isEqualTo(TOO_EARLY);
        assertThat(anywhere.onSilence(start + 150)).isEqualTo(DEAD);
    }
}
