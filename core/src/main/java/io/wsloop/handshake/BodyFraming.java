package io.wsloop.handshake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out how long a body is (RFC 9112 §6.3), and refuses fields that two readers could understand differently. */
final class BodyFraming {
    private BodyFraming() {}

    static void check(Headers headers) throws HeadException {
        int lengths = headers.count("Content-Length");
        boolean coded = headers.contains("Transfer-Encoding");
        // RFC 9112 §6.1: a message with both fields may be an attempt at request smuggling.
        if (coded && lengths > 0) {
            throw new HeadException(400, "expected Transfer-Encoding or Content-Length, both came (RFC 9112 §6.1)");
        }
        // RFC 9112 §6.3 lets a recipient take equal lengths for one. Nobody sends them, so they are refused as well.
        if (lengths > 1) {
            throw new HeadException(400, "expected one Content-Length, " + lengths + " came (RFC 9112 §6.3)");
        }
        if (lengths == 1 && parse(headers.first("Content-Length")) < 0) {
            throw new HeadException(400, "Content-Length must be decimal digits and below 2^63 (RFC 9110 §8.6)");
        }
        if (coded) {
            checkCodings(headers.tokens("Transfer-Encoding"));
        }
    }

    private static void checkCodings(List<String> codings) throws HeadException {
        for (String coding : codings) {
            // RFC 9112 §6.1: a server that does not understand a transfer coding should answer with 501.
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new HeadException(501, "the only transfer coding served is chunked (RFC 9112 §6.1)");
            }
        }
        if (codings.size() != 1) {
            throw new HeadException(400, "expected chunked once, it came " + codings.size() + " times (RFC 9112 §7)");
        }
    }

    /** The length, or -1 when there is no legal Content-Length or a Transfer-Encoding overrides it. */
    static long contentLength(Headers headers) {
        return headers.contains("Transfer-Encoding") ? -1 : parse(headers.first("Content-Length"));
    }

    private static long parse(@Nullable String digits) {
        if (digits == null || digits.isEmpty()) {
            return -1;
        }
        long length = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9 || length > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            length = length * 10 + digit;
        }
        return length;
    }
}
