package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.OverflowPolicy;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolOptionsTest {
    private static final Limits LIMITS = Limits.defaults();
    private static final DeflateOptions DEFLATE = DeflateOptions.defaults();
    private static final DeflateTerms TERMS = new DeflateTerms(true, false, 15, 12);

    @Test
    void optionsAreEqualWhenEachOfThemIs() {
        ProtocolOptions options = new ProtocolOptions(LIMITS, TERMS, DEFLATE, Delivery.VIEWS, OverflowPolicy.DROP_NEW);
        ProtocolOptions same = new ProtocolOptions(
                Limits.defaults(),
                new DeflateTerms(true, false, 15, 12),
                DeflateOptions.defaults(),
                Delivery.VIEWS,
                OverflowPolicy.DROP_NEW);
        assertThat(options).isEqualTo(same).hasSameHashCodeAs(same);
        List<ProtocolOptions> others = List.of(
                new ProtocolOptions(
                        LIMITS.withMaxFragments(7), TERMS, DEFLATE, Delivery.VIEWS, OverflowPolicy.DROP_NEW),
                new ProtocolOptions(LIMITS, null, DEFLATE, Delivery.VIEWS, OverflowPolicy.DROP_NEW),
                new ProtocolOptions(LIMITS, TERMS, DEFLATE.withLevel(9), Delivery.VIEWS, OverflowPolicy.DROP_NEW),
                new ProtocolOptions(LIMITS, TERMS, DEFLATE, Delivery.WHOLE, OverflowPolicy.DROP_NEW),
                new ProtocolOptions(LIMITS, TERMS, DEFLATE, Delivery.VIEWS, OverflowPolicy.CLOSE));
        assertThat(others).doesNotContain(options);
        assertThat(options).isNotEqualTo("options");
    }

    @Test
    void termsAreEqualWhenEachOfThemIs() {
        assertThat(TERMS)
                .isEqualTo(new DeflateTerms(true, false, 15, 12))
                .hasSameHashCodeAs(new DeflateTerms(true, false, 15, 12))
                .isNotEqualTo(new DeflateTerms(false, false, 15, 12))
                .isNotEqualTo(new DeflateTerms(true, true, 15, 12))
                .isNotEqualTo(new DeflateTerms(true, false, 14, 12))
                .isNotEqualTo(new DeflateTerms(true, false, 15, 13))
                .isNotEqualTo("terms");
    }
}
