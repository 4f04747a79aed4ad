package io.wsloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Each bound at its limit and one beyond. */
class LimitsTest {
    private static final Limits DEFAULTS = Limits.defaults();
    private static final Duration CENTURY = Duration.ofDays(36_500);

    @Test
    void defaultsAreThoseOfTheGuide() {
        assertThat(DEFAULTS)
                .isEqualTo(new Limits(
                        16_384,
                        100,
                        8_192,
                        1_048_576,
                        Duration.ofSeconds(10),
                        1_048_576,
                        1_048_576,
                        16_384,
                        32_768,
                        65_536,
                        16_777_216,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30)));
    }

    @Test
    void eachWithChangesItsBoundAndNoOther() throws ReflectiveOperationException {
        Duration hour = Duration.ofHours(1);
        assertThat(changed(DEFAULTS.withMaxHeadBytes(7))).containsExactly("maxHeadBytes=7");
        assertThat(changed(DEFAULTS.withMaxHeadFields(7))).containsExactly("maxHeadFields=7");
        assertThat(changed(DEFAULTS.withMaxTargetBytes(7))).containsExactly("maxTargetBytes=7");
        assertThat(changed(DEFAULTS.withMaxBodyBytes(7))).containsExactly("maxBodyBytes=7");
        assertThat(changed(DEFAULTS.withHandshakeTimeout(hour))).containsExactly("handshakeTimeout=PT1H");
        assertThat(changed(DEFAULTS.withMaxFrameBytes(7))).containsExactly("maxFrameBytes=7");
        assertThat(changed(DEFAULTS.withMaxFragments(7))).containsExactly("maxFragments=7");
        assertThat(changed(DEFAULTS.withPingAfter(hour))).containsExactly("pingAfter=PT1H");
        assertThat(changed(DEFAULTS.withPongTimeout(hour))).containsExactly("pongTimeout=PT1H");
        assertThat(changed(DEFAULTS.withCloseTimeout(hour))).containsExactly("closeTimeout=PT1H");
        assertThat(changed(DEFAULTS.withWriteTimeout(hour))).containsExactly("writeTimeout=PT1H");
        assertThat(changed(DEFAULTS.withMaxMessageBytes(7)))
                .as("a frame is bounded as its message")
                .containsExactly("maxMessageBytes=7", "maxFrameBytes=7");
        assertThat(changed(DEFAULTS.withOutgoing(1, 2, 3)))
                .containsExactly("lowWaterBytes=1", "highWaterBytes=2", "maxOutgoingBytes=3");
    }

    @Test
    void changesAddUpAndLeaveTheOriginal() throws ReflectiveOperationException {
        Limits limits = DEFAULTS.withMaxMessageBytes(9).withMaxFrameBytes(3).withMaxFragments(2);
        assertThat(changed(limits)).containsExactly("maxMessageBytes=9", "maxFrameBytes=3", "maxFragments=2");
        assertThat(changed(DEFAULTS)).isEmpty();
    }

    @TestFactory
    List<DynamicTest> countsStopAtTheirLeast() {
        return List.of(
                pair("maxHeadBytes", () -> DEFAULTS.withMaxHeadBytes(1), () -> DEFAULTS.withMaxHeadBytes(0), 0),
                pair("maxHeadFields", () -> DEFAULTS.withMaxHeadFields(1), () -> DEFAULTS.withMaxHeadFields(0), 0),
                pair("maxTargetBytes", () -> DEFAULTS.withMaxTargetBytes(1), () -> DEFAULTS.withMaxTargetBytes(0), 0),
                pair("maxFragments", () -> DEFAULTS.withMaxFragments(1), () -> DEFAULTS.withMaxFragments(0), 0),
                pair("maxBodyBytes", () -> DEFAULTS.withMaxBodyBytes(0), () -> DEFAULTS.withMaxBodyBytes(-1), -1),
                pair(
                        "maxMessageBytes",
                        () -> DEFAULTS.withMaxMessageBytes(0),
                        () -> DEFAULTS.withMaxMessageBytes(-1),
                        -1),
                pair("maxFrameBytes", () -> DEFAULTS.withMaxFrameBytes(0), () -> DEFAULTS.withMaxFrameBytes(-1), -1),
                pair("lowWaterBytes", () -> DEFAULTS.withOutgoing(0, 0, 0), () -> DEFAULTS.withOutgoing(-1, 0, 0), -1));
    }

    @Test
    void waterMarksMayMeetButNotCross() {
        assertThat(DEFAULTS.withOutgoing(5, 5, 5).maxOutgoingBytes()).isEqualTo(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withOutgoing(5, 4, 5))
                .withMessage("expected lowWaterBytes <= highWaterBytes <= maxOutgoingBytes, not 5, 4, 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withOutgoing(4, 5, 4))
                .withMessage("expected lowWaterBytes <= highWaterBytes <= maxOutgoingBytes, not 4, 5, 4");
    }

    @Test
    void keepaliveAndTheWriteDeadlineMayBeSwitchedOffTheOthersNot() {
        assertThat(DEFAULTS.withPingAfter(Duration.ZERO).pingAfter()).isZero();
        assertThat(DEFAULTS.withWriteTimeout(Duration.ZERO).writeTimeout()).isZero();
        refused(
                "pingAfter must not be negative, not PT-0.000000001S",
                () -> DEFAULTS.withPingAfter(Duration.ofNanos(-1)));
        refused(
                "writeTimeout must not be negative, not PT-0.000000001S",
                () -> DEFAULTS.withWriteTimeout(Duration.ofNanos(-1)));
        refused(
                "handshakeTimeout must be more than zero, not PT0S",
                () -> DEFAULTS.withHandshakeTimeout(Duration.ZERO));
        refused("pongTimeout must be more than zero, not PT0S", () -> DEFAULTS.withPongTimeout(Duration.ZERO));
        refused("closeTimeout must be more than zero, not PT0S", () -> DEFAULTS.withCloseTimeout(Duration.ZERO));
        refused(
                "closeTimeout must be more than zero, not PT-1S",
                () -> DEFAULTS.withCloseTimeout(Duration.ofSeconds(-1)));
        assertThat(DEFAULTS.withCloseTimeout(Duration.ofNanos(1)).closeTimeout())
                .isEqualTo(Duration.ofNanos(1));
    }

    @Test
    void noDurationIsSoLongThatADeadlineOverflows() {
        assertThat(DEFAULTS.withPongTimeout(CENTURY).pongTimeout()).isEqualTo(CENTURY);
        assertThat(DEFAULTS.withPingAfter(CENTURY).pingAfter()).isEqualTo(CENTURY);
        refused(
                "pongTimeout must be at most 36500 days, not PT876000H0.000000001S",
                () -> DEFAULTS.withPongTimeout(CENTURY.plusNanos(1)));
        refused(
                "pingAfter must be at most 36500 days, not PT876000H1S",
                () -> DEFAULTS.withPingAfter(CENTURY.plusSeconds(1)));
        refused(
                "writeTimeout must be at most 36500 days, not " + Duration.ofSeconds(Long.MAX_VALUE),
                () -> DEFAULTS.withWriteTimeout(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    private static DynamicTest pair(String name, Executable least, Executable beyond, long value) {
        String rule = value == 0 ? " must be more than zero, not " : " must not be negative, not ";
        return DynamicTest.dynamicTest(name, () -> {
            least.execute();
            refused(name + rule + value, beyond);
        });
    }

    private static void refused(String message, Executable change) {
        assertThatIllegalArgumentException().isThrownBy(change::execute).withMessage(message);
    }

    private static List<String> changed(Limits limits) throws ReflectiveOperationException {
        List<String> changed = new ArrayList<>();
        for (RecordComponent bound : Limits.class.getRecordComponents()) {
            Object value = bound.getAccessor().invoke(limits);
            if (!value.equals(bound.getAccessor().invoke(DEFAULTS))) {
                changed.add(bound.getName() + "=" + value);
            }
        }
        return changed;
    }
}
