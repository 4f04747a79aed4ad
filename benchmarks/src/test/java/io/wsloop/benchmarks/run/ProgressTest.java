package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final AtomicLong now = new AtomicLong();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Progress progress = new Progress(new PrintStream(printed, true, StandardCharsets.UTF_8), now::get);

    private String said() {
        String text = printed.toString(StandardCharsets.UTF_8).strip();
        printed.reset();
        return text;
    }

    @Test
    void the_time_left_is_the_plan_at_first_and_later_what_experience_makes_of_it() {
        progress.expect(600);
        progress.say("begins");
        assertThat(said()).isEqualTo("[10:00 left] begins");
        now.set(TimeUnit.SECONDS.toNanos(100));
        progress.done(50);
        progress.say("takes twice as long");
        assertThat(said()).isEqualTo("[18:20 left] takes twice as long");
        progress.done(600);
        progress.say("done");
        assertThat(said()).isEqualTo("[ 0:00 left] done");
    }
}
