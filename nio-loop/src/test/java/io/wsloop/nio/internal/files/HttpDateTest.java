package io.wsloop.nio.internal.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    private static final Instant WHEN = Instant.parse("1994-11-06T08:49:37Z");

    @Test
    void aDateHasTwoDigitsForItsDay() {
        assertThat(HttpDate.format(WHEN)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    void allThreeFormsAreUnderstood(String text) {
        assertThat(HttpDate.parse(text)).isEqualTo(WHEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "now", "Sun, 06 Nov 1994 08:49:37 CET", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 31 Feb 1994"})
    void whatIsNoDateIsNone(String text) {
        assertThat(HttpDate.parse(text)).isNull();
    }

    @Test
    void theCurrentDateIsFormattedOnceASecond() {
        AtomicLong clock = new AtomicLong(WHEN.toEpochMilli());
        HttpDate.Now now = new HttpDate.Now(clock::get);
        String first = now.text();
        clock.addAndGet(999);
        assertThat(now.text()).isSameAs(first);
        clock.addAndGet(1);
        assertThat(now.text()).isEqualTo("Sun, 06 Nov 1994 08:49:38 GMT");
    }
}
