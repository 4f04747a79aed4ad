package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import io.wsloop.protocol.OverflowPolicy;
import io.wsloop.protocol.ProtocolOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgreementsTest {
    private static final PathTemplate TEMPLATE = PathTemplate.parse("/{id}");

    private static final ErrorHandler ERRORS = ErrorHandler.logging();

    private final Agreements agreements = new Agreements();

    private static Agreement agreement(@Nullable String subprotocol, @Nullable DeflateTerms terms, boolean parts) {
        return new Agreement(
                TEMPLATE,
                subprotocol,
                new ProtocolOptions(
                        Limits.defaults(), terms, DeflateOptions.defaults(), parts, OverflowPolicy.DROP_NEW),
                ERRORS);
    }

    private static DeflateTerms terms(int window) {
        return new DeflateTerms(true, false, window, 15);
    }

    @Test
    void whoAgreesOnTheSameSharesIt() {
        Agreement plain = agreements.shared(agreement(null, null, false));
        Agreement chat = agreements.shared(agreement("chat", terms(15), false));
        assertThat(agreements.shared(agreement(null, null, false))).isSameAs(plain);
        assertThat(agreements.shared(agreement("chat", terms(15), false))).isSameAs(chat);
    }

    @Test
    void whoAgreesOnSomethingElseDoesNot() {
        agreements.shared(agreement("chat", terms(15), false));
        for (Agreement other : new Agreement[] {
            agreement("chat", terms(14), false),
            agreement("chat", null, false),
            agreement("other", terms(15), false),
            agreement(null, terms(15), false),
            agreement("chat", terms(15), true),
            new Agreement(
                    PathTemplate.NONE,
                    "chat",
                    agreement("chat", terms(15), false).options(),
                    ERRORS),
            new Agreement(TEMPLATE, "chat", ProtocolOptions.of(Limits.defaults().withMaxFragments(2)), ERRORS)
        }) {
            assertThat(agreements.shared(other)).isSameAs(other);
        }
    }

    @Test
    void peersCannotMakeItGrowWithoutEnd() {
        Agreement first = agreements.shared(agreement("0", null, false));
        for (int i = 1; i < Agreements.MOST; i++) {
            agreements.shared(agreement(Integer.toString(i), null, false));
        }
        String last = Integer.toString(Agreements.MOST - 1);
        Agreement known = agreements.shared(agreement(last, null, false));
        assertThat(agreements.shared(agreement(last, null, false))).isSameAs(known);
        Agreement oneTooMany = agreements.shared(agreement("one too many", null, false));
        assertThat(agreements.shared(agreement("one too many", null, false))).isNotSameAs(oneTooMany);
        assertThat(agreements.shared(agreement("0", null, false))).isSameAs(first);
    }
}
