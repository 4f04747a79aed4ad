package io.wsloop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The codes that cross the wire, and the length of a reason (RFC 6455 §7.4). */
class CloseStatusTest {
    @Test
    void exactlyTheAssignedRangesMayCrossTheWire() {
        int[] sendable = IntStream.rangeClosed(-1, 70_000)
                .filter(CloseStatus::isSendable)
                .toArray();
        assertThat(sendable)
                .isEqualTo(IntStream.concat(
                                IntStream.concat(IntStream.rangeClosed(1000, 1003), IntStream.rangeClosed(1007, 1014)),
                                IntStream.rangeClosed(3000, 4999))
                        .toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_536 + 1000})
    void refusesACodeThatMayNot(int code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CloseStatus(code, "why"))
                .withMessage("close code must be 1000-1003, 1007-1014 or 3000-4999 (RFC 6455 §7.4), not " + code);
    }

    @Test
    void theEmptyCloseFrameHasNoCodeAndNoReason() {
        assertThat(CloseStatus.EMPTY.code()).isEqualTo(CloseStatus.NO_STATUS).isEqualTo(1005);
        assertThat(CloseStatus.EMPTY.reason()).isEmpty();
        assertThat(CloseStatus.of(1005)).isEqualTo(CloseStatus.EMPTY);
        assertThatIllegalArgumentException().isThrownBy(() -> CloseStatus.of(CloseStatus.ABNORMAL));
    }

    @Test
    void hasTheTwoThatApplicationsUse() {
        assertThat(CloseStatus.NORMAL).isEqualTo(CloseStatus.of(1000));
        assertThat(CloseStatus.GOING_AWAY).isEqualTo(CloseStatus.of(1001));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "€", "😀"})
    void takesAReasonOf123BytesAndNotOf124(String character) {
        int size = character.getBytes(UTF_8).length;
        String full = character.repeat(123 / size) + "a".repeat(123 % size);
        assertThat(new CloseStatus(1000, full).reason()).isEqualTo(full);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CloseStatus(1000, full + "a"))
                .withMessage("close reason must fit in 123 bytes of UTF-8, this one takes 124");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\uD83D", "\uDE00b", "\uDE00\uD83D"})
    void refusesAReasonThatUtf8CannotSay(String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CloseStatus(1000, reason))
                .withMessage("close reason holds an unpaired surrogate, which UTF-8 cannot say");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "€", "😀"})
    void cutsALongReasonAtACharactersBorder(String character) {
        int size = character.getBytes(UTF_8).length;
        for (int before = 0; before < 5; before++) {
            String tooLong = "x".repeat(before) + character.repeat(200);
            String kept = CloseStatus.truncated(4000, tooLong).reason();
            assertThat(kept).isEqualTo("x".repeat(before) + character.repeat((123 - before) / size));
        }
    }

    @Test
    void keepsAReasonThatFitsAndMendsSurrogates() {
        String full = "r".repeat(123);
        assertThat(CloseStatus.truncated(1008, full)).isEqualTo(new CloseStatus(1008, full));
        assertThat(CloseStatus.truncated(1008, "a\uD83Db\uDE00😀").reason()).isEqualTo("a?b?😀");
        assertThat(CloseStatus.truncated(1008, "").reason()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> CloseStatus.truncated(1006, "cut"));
    }
}
