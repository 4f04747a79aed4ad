package io.wsloop.handshake;

import static io.wsloop.handshake.Heads.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Limits;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Against heads that exhaust memory or time: every bound holds at the limit and one above, even if the head comes
 * slowly, and the reading time grows linearly with the bytes.
 */
class HeadLimitsTest {
    private static final String LINE = "GET / HTTP/1.1\r\nHost: a\r\n";

    @Test
    void aHeadMayFillItsBoundAndNotOneByteMore() throws HeadException {
        Limits limits = Limits.defaults().withMaxHeadBytes(100);
        String pad = LINE + "X: " + "a".repeat(100 - LINE.length() - 7);
        assertThat(readBothWays(limits, pad + "\r\n\r\n")).isNotNull();
        refusedBothWays(431, limits, pad + "a\r\n\r\n");
    }

    @Test
    void aBoundMayBeSmallerThanTheFirstBuffer() {
        refusedBothWays(431, Limits.defaults().withMaxHeadBytes(1), "GET");
    }

    @Test
    void aHeadMayHaveAsManyFieldsAsItsBoundAndNotOneMore() throws HeadException {
        Limits limits = Limits.defaults().withMaxHeadFields(20);
        RequestHead full = readBothWays(limits, LINE + "X: 1\r\n".repeat(19) + "\r\n");
        assertThat(full.headers().size()).isEqualTo(20);
        // The first byte of the field too many is refused, even a wrong one.
        refusedBothWays(431, limits, LINE + "X: 1\r\n".repeat(19) + "@");
    }

    @Test
    void aTargetMayFillItsBoundAndNotOneByteMore() throws HeadException {
        Limits limits = Limits.defaults().withMaxTargetBytes(10);
        assertThat(readBothWays(limits, "GET /234567890 HTTP/1.1\r\nHost: a\r\n\r\n"))
                .isNotNull();
        refusedBothWays(414, limits, "GET /2345678901");
        refusedBothWays(400, limits, "GET /234567890\0");
    }

    @Test
    void aRequestLineThatNeverEndsMeetsWhicheverBoundIsLower() {
        refusedBothWays(414, Limits.defaults(), "GET /" + "a".repeat(20_000));
        refusedBothWays(431, Limits.defaults().withMaxTargetBytes(1 << 20), "GET /" + "a".repeat(20_000));
        refusedBothWays(431, Limits.defaults(), "G".repeat(20_000));
    }

    @Test
    void tenThousandFieldsEndAtTheHundredAndFirst() {
        HeadReader reader = HeadReader.of(Limits.defaults());
        ByteBuffer in = bytes(LINE + "X: 1\r\n".repeat(10_000));
        assertThatThrownBy(() -> reader.readRequest(in)).isInstanceOf(HeadException.class);
        assertThat(in.position()).isLessThanOrEqualTo(2048);
    }

    @Test
    void aHeadOf20MegabytesEndsAtItsBound() {
        HeadReader reader = HeadReader.of(Limits.defaults());
        ByteBuffer in = bytes(LINE + "X: " + "a".repeat(20 << 20));
        assertThatThrownBy(() -> reader.readRequest(in))
                .isInstanceOfSatisfying(
                        HeadException.class, e -> assertThat(e.status()).isEqualTo(431));
        assertThat(in.position()).isLessThanOrEqualTo(Limits.defaults().maxHeadBytes());
    }

    @Test
    void readingOneByteAtATimeIsLinear() {
        Limits limits = Limits.defaults().withMaxHeadBytes(1 << 20).withMaxHeadFields(100_000);
        // The head has sixteen times the bytes. A reader that went over them again would need 256 times as long.
        double ratio = ratio(() -> drip(limits, head(4 << 10)), () -> drip(limits, head(64 << 10)));
        assertThat(ratio).isLessThan(80);
    }

    @Test
    void aHeadOf32KilobytesTakesAbout32TimesAsLongAsOneOfOne() {
        Limits limits = Limits.defaults().withMaxHeadBytes(1 << 20).withMaxHeadFields(100_000);
        double ratio = ratio(() -> whole(limits, head(1 << 10)), () -> whole(limits, head(32 << 10)));
        assertThat(ratio).isLessThan(160);
    }

    @Test
    void aListOf32KilobytesTakesAbout32TimesAsLongAsOneOfOne() {
        for (String element : new String[] {"a,", "a;b=\"c\",", ",", "a;b;", "a;b=\"\\c\",", "\t", "a \t,"}) {
            double ratio = ratio(
                    () -> list(element.repeat(1024 / element.length())),
                    () -> list(element.repeat(32_768 / element.length())));
            assertThat(ratio).as(element).isLessThan(160);
        }
    }

    /** A run of spaces within a token, and quotes that never close: regular expressions have taken minutes for them. */
    @Test
    void aListThatEndsAtItsLastCharacterOnlyTakesLinearTimeToo() {
        for (String[] parts : new String[][] {{"b", " ", "x"}, {"a;b=\"", "\\c", ""}, {"a;b=\"", "\\\"", ""}}) {
            double ratio = ratio(
                    () -> list(parts[0] + parts[1].repeat(1024 / parts[1].length()) + parts[2]),
                    () -> list(parts[0] + parts[1].repeat(32_768 / parts[1].length()) + parts[2]));
            assertThat(ratio).as(parts[0] + parts[1]).isLessThan(160);
        }
    }

    private static String head(int size) {
        return LINE + "X-Field: a, b \r\n".repeat(size / 16) + "\r\n";
    }

    private static int drip(Limits limits, String head) {
        HeadReader reader = HeadReader.of(limits);
        ByteBuffer in = bytes(head);
        int calls = 0;
        try {
            for (int end = 1; end <= head.length(); end++, calls++) {
                in.limit(end);
                reader.readRequest(in);
            }
        } catch (HeadException e) {
            throw new AssertionError(e);
        }
        return calls;
    }

    private static int whole(Limits limits, String head) {
        try {
            RequestHead read = HeadReader.of(limits).readRequest(bytes(head));
            return read == null ? 0 : read.headers().size();
        } catch (HeadException e) {
            throw new AssertionError(e);
        }
    }

    private static int list(String value) {
        Headers headers = Headers.of("Upgrade", value);
        int found = headers.tokens("Upgrade").size() + (headers.hasToken("Upgrade", "websocket") ? 1 : 0);
        try {
            return found + ExtensionOffer.parse(headers.all("Upgrade")).size();
        } catch (HeadException e) {
            return found;
        }
    }

    /** The best of several runs each, because other programs on the machine only make a run longer. */
    private static double ratio(LongSupplier small, LongSupplier large) {
        long few = Long.MAX_VALUE;
        long many = Long.MAX_VALUE;
        for (int i = 0; i < 40; i++) {
            few = Math.min(few, time(small));
            many = Math.min(many, time(large));
        }
        return (double) many / few;
    }

    private static long time(LongSupplier work) {
        long from = System.nanoTime();
        assertThat(work.getAsLong()).isNotNegative();
        return System.nanoTime() - from;
    }

    private static RequestHead readBothWays(Limits limits, String text) throws HeadException {
        RequestHead whole = HeadReader.of(limits).readRequest(bytes(text));
        assertThat(byteByByte(limits, text)).isEqualTo(whole);
        assertThat(whole).isNotNull();
        return whole;
    }

    private static void refusedBothWays(int status, Limits limits, String text) {
        assertThatThrownBy(() -> HeadReader.of(limits).readRequest(bytes(text)))
                .isInstanceOfSatisfying(
                        HeadException.class, e -> assertThat(e.status()).isEqualTo(status));
        assertThatThrownBy(() -> byteByByte(limits, text))
                .isInstanceOfSatisfying(
                        HeadException.class, e -> assertThat(e.status()).isEqualTo(status));
    }

    private static @Nullable RequestHead byteByByte(Limits limits, String text) throws HeadException {
        HeadReader reader = HeadReader.of(limits);
        ByteBuffer in = bytes(text);
        RequestHead head = null;
        for (int end = 1; end <= text.length(); end++) {
            in.limit(end);
            head = reader.readRequest(in);
        }
        return head;
    }
}
