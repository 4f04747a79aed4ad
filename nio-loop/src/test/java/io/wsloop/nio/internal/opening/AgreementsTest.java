package io.wsloop.nio.internal.opening;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.OverflowPolicy;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import io.wsloop.nio.internal.site.PathTemplate;
import io.wsloop.nio.internal.socket.Agreement;
import io.wsloop.protocol.ProtocolOptions;
import io.wsloop.watch.ErrorHandler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgreementsTest {
    private static final PathTemplate TEMPLATE = PathTemplate.parse("/{id}");

    private static final ErrorHandler ERRORS = ErrorHandler.logging();

    private final Agreements agreements = new Agreements();

    private static Agreement agreement(@Nullable String subprotocol, @Nullable DeflateTerms terms, Delivery delivery) {
        return new Agreement(
                TEMPLATE,
                subprotocol,
                new ProtocolOptions(
                        Limits.defaults(), terms, DeflateOptions.defaults(), delivery, OverflowPolicy.DROP_NEW),
                ERRORS);
    }

    private static DeflateTerms terms(int window) {
        return new DeflateTerms(true, false, window, 15);
    }

    @Test
    void whoAgreesOnTheSameSharesIt() {
        Agreement plain = agreements.shared(agreement(null, null, Delivery.WHOLE));
        Agreement chat = agreements.shared(agreement("chat", terms(15), Delivery.WHOLE));
        assertThat(agreements.shared(agreement(null, null, Delivery.WHOLE))).isSameAs(plain);
        assertThat(agreements.shared(agreement("chat", terms(15), Delivery.WHOLE)))
                .isSameAs(chat);
    }

    @Test
    void whoAgreesOnSomethingElseDoesNot() {
        agreements.shared(agreement("chat", terms(15), Delivery.WHOLE));
        for (Agreement other : new Agreement[] {
            agreement("chat", terms(14), Delivery.WHOLE),
            agreement("chat", null, Delivery.WHOLE),
            agreement("other", terms(15), Delivery.WHOLE),
            agreement(null, terms(15), Delivery.WHOLE),
            agreement("chat", terms(15), Delivery.PARTS),
            new Agreement(
                    PathTemplate.parse("/{id}"),
                    "chat",
                    agreement("chat", terms(15), Delivery.WHOLE).options(),
                    ERRORS),
            new Agreement(TEMPLATE, "chat", ProtocolOptions.of(Limits.defaults().withMaxFragments(2)), ERRORS)
        }) {
            assertThat(agreements.shared(other)).isSameAs(other);
        }
    }

    @Test
    void peersCannotMakeItGrowWithoutEnd() {
        Agreement first = agreements.shared(agreement("0", null, Delivery.WHOLE));
        for (int i = 1; i < Agreements.MOST; i++) {
            agreements.shared(agreement(Integer.toString(i), null, Delivery.WHOLE));
        }
        String last = Integer.toString(Agreements.MOST - 1);
        Agreement known = agreements.shared(agreement(last, null, Delivery.WHOLE));
        assertThat(agreements.shared(agreement(last, null, Delivery.WHOLE))).isSameAs(known);
        Agreement oneTooMany = agreements.shared(agreement("one too many", null, Delivery.WHOLE));
        assertThat(agreements.shared(agreement("one too many", null, Delivery.WHOLE)))
                .isNotSameAs(oneTooMany);
        assertThat(agreements.shared(agreement("0", null, Delivery.WHOLE))).isSameAs(first);
    }
}
