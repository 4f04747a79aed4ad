package io.wsloop.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateOptionsTest {
    private final DeflateOptions defaults = DeflateOptions.defaults();

    @Test
    void theDefaultsKeepNothingBetweenMessages() {
        assertThat(defaults).isEqualTo(new DeflateOptions(true, true, 15, 15, 5, 256));
    }

    @Test
    void eachChoiceIsChangedAlone() {
        assertThat(defaults.withServerNoContextTakeover(false))
                .isEqualTo(new DeflateOptions(false, true, 15, 15, 5, 256));
        assertThat(defaults.withClientNoContextTakeover(false))
                .isEqualTo(new DeflateOptions(true, false, 15, 15, 5, 256));
        assertThat(defaults.withServerMaxWindowBits(8)).isEqualTo(new DeflateOptions(true, true, 8, 15, 5, 256));
        assertThat(defaults.withClientMaxWindowBits(8)).isEqualTo(new DeflateOptions(true, true, 15, 8, 5, 256));
        assertThat(defaults.withLevel(9)).isEqualTo(new DeflateOptions(true, true, 15, 15, 9, 256));
        assertThat(defaults.withThreshold(0)).isEqualTo(new DeflateOptions(true, true, 15, 15, 5, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 7, 16})
    void windowsAre8To15(int bits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withServerMaxWindowBits(bits))
                .withMessageContaining("8-15");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withClientMaxWindowBits(bits))
                .withMessageContaining("8-15");
        assertThatIllegalArgumentException().isThrownBy(() -> new DeflateTerms(true, true, bits, 15));
        assertThatIllegalArgumentException().isThrownBy(() -> new DeflateTerms(true, true, 15, bits));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 10})
    void levelsAre1To9(int level) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withLevel(level))
                .withMessageContaining("1-9");
    }

    @Test
    void thresholdsAreNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withThreshold(-1))
                .withMessageContaining("0 bytes or more");
    }
}
