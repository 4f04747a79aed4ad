package io.wsloop.benchmarks.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as they stand in a table: no more digits than the measurement carries. */
final class Texts {
    static final String NOTHING = "–";

    private Texts() {}

    /** Two digits after the point below 100, none above. */
    static String number(double number) {
        return String.format(Locale.ROOT, Math.abs(number) < 99.995 ? "%.2f" : "%,.0f", number);
    }

    /** The median, and how far the rounds went where there was more than one. */
    static String spread(@Nullable Spread spread) {
        if (spread == null) {
            return NOTHING;
        }
        String median = number(spread.median());
        return spread.rounds() == 1
                ? median
                : median + " (" + number(spread.least()) + "–" + number(spread.most()) + ")";
    }

    /** The median alone. */
    static String median(@Nullable Spread spread) {
        return spread == null ? NOTHING : number(spread.median());
    }

    /** The median as a whole number: microseconds of latency, bytes. */
    static String whole(@Nullable Spread spread) {
        return spread == null ? NOTHING : String.format(Locale.ROOT, "%,.0f", spread.median());
    }

    /** Keeps a text from ending its table's cell or row. */
    static String cell(@Nullable String text) {
        return text == null ? NOTHING : text.replace("|", "\\|").replaceAll("\\R", " ");
    }
}
