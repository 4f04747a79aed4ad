package io.wsloop.nio.internal.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes dates of HTTP, in whole seconds. RFC 9110 §5.6.7: a sender must use the form IMF-fixdate, and a recipient must
 * accept two older forms as well. Any thread.
 */
public final class HttpDate {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    // RFC 9110 §5.6.7: a two-digit year that appears to be more than 50 years in the future means the past. The range
    // from 1976
    // to 2075 does this.
    private static final DateTimeFormatter RFC_850 = new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, 1976)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.US)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US).withZone(ZoneOffset.UTC);

    private HttpDate() {}

    static String format(Instant instant) {
        return IMF_FIXDATE.format(instant);
    }

    /** Null if the text is not a date. RFC 9110 §13.1.3: the caller must then ignore If-Modified-Since. */
    static @Nullable Instant parse(String text) {
        for (DateTimeFormatter form : List.of(IMF_FIXDATE, RFC_850, ASCTIME)) {
            try {
                return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                // The next form may fit.
                continue;
            }
        }
        return null;
    }

    /** The current date, formatted at most once a second. Any thread. */
    public static final class Now {
        private final LongSupplier clock;
        private volatile Second second = new Second(Long.MIN_VALUE, "");

        private record Second(long number, String text) {}

        public Now(LongSupplier clock) {
            this.clock = clock;
        }

        public String text() {
            long number = Math.floorDiv(clock.getAsLong(), 1000L);
            Second known = second;
            if (known.number() != number) {
                known = new Second(number, format(Instant.ofEpochSecond(number)));
                second = known;
            }
            return known.text();
        }
    }
}
