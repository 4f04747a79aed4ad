package io.wsloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarksTest {
    @Test
    void echoesAreHeldToAShareOfTheBareEchoAndNothingElseIs() {
        assertThat(Marks.shareOfRaw("c1000-125")).hasValue(0.95);
        assertThat(Marks.shareOfRaw("c100p16-125")).hasValue(0.85);
        assertThat(Marks.shareOfRaw("c100p16-1k-t")).hasValue(0.75);
        assertThat(Marks.shareOfRaw("c100p16-1k-u")).hasValue(0.6);
        assertThat(Marks.shareOfRaw("c100-16k")).hasValue(0.9);
        assertThat(Marks.shareOfRaw("c10-1m")).hasValue(0.85);
        assertThat(Marks.shareOfRaw("rtt-125")).isEmpty();
        assertThat(Marks.shareOfRaw("z-c100-1k")).isEmpty();
        assertThat(Marks.shareOfRaw("connect")).isEmpty();
    }
}
