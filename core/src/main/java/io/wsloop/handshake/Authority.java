package io.wsloop.handshake;

import java.net.IDN;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code host[:port]} as in a Host field, a URI or an origin (RFC 3986 §3.2). Client, server and origins all use this
 * one parser of hosts and ports. It also knows names that {@link java.net.URI#getHost} does not know, such as {@code
 * my_service}. Immutable; any thread.
 *
 * @param host a name, an IPv4 address, or an IPv6 address in brackets; as written, never empty
 * @param port -1 when there is none, otherwise 0 to 65535
 */
public record Authority(String host, int port) {
    /**
     * Refuses null.
     *
     * @param host the component of this name
     * @param port the component of this name
     */
    public Authority {
        Objects.requireNonNull(host, "host must not be null");
    }

    /** The port that {@link #port} returns for a text that is no authority. */
    private static final int NO_PORT = -2;

    /**
     * Characters that IDNA 2003 and IDNA 2008 map to different names. {@link IDN} follows the first, browsers the
     * second.
     */
    private static final String DEVIATIONS = "\u00df\u03c2\u200c\u200d";

    /**
     * Parses text that came over the wire.
     *
     * @param text of ASCII
     * @return null when the text is not {@code host[:port]}: empty, with user information, a percent escape, an IPv6
     *     zone, or a port above 65535
     */
    public static @Nullable Authority parse(String text) {
        int hostEnd = hostEnd(text);
        int port = port(text, hostEnd);
        return port == NO_PORT ? null : new Authority(text.substring(0, hostEnd), port);
    }

    /** Whether {@link #parse} would read it. Makes no objects for a name or an IPv4 address. */
    static boolean isAuthority(String text) {
        return port(text, hostEnd(text)) != NO_PORT;
    }

    /** Not above 0 when the text does not begin with a host. */
    private static int hostEnd(String text) {
        return text.startsWith("[") ? literalEnd(text) : nameEnd(text);
    }

    /** The port behind a host: -1 when there is none, {@link #NO_PORT} when this is no authority. */
    private static int port(String text, int hostEnd) {
        if (hostEnd <= 0) {
            return NO_PORT;
        }
        if (hostEnd == text.length()) {
            return -1;
        }
        if (text.charAt(hostEnd) != ':') {
            return NO_PORT;
        }
        int port = 0;
        for (int i = hostEnd + 1; i < text.length(); i++) {
            int c = text.charAt(i);
            if (!Chars.isDigit(c)) {
                return NO_PORT;
            }
            port = port * 10 + c - '0';
            if (port > 0xFFFF) {
                return NO_PORT;
            }
        }
        // RFC 3986 §3.2.3 lets a port be empty. It then means the same as no port.
        return hostEnd + 1 == text.length() ? -1 : port;
    }

    /**
     * Parses text that a person wrote. A name with other characters than ASCII is converted (IDNA, RFC 3490), for
     * example {@code bücher.example} to {@code xn--bcher-kva.example}.
     *
     * @param text {@code host[:port]}
     * @return the authority, of ASCII
     * @throws IllegalArgumentException for any other text; says what was expected and what came
     */
    public static Authority of(String text) {
        if (text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("expected host[:port] without user information before an @");
        }
        // The port is cut off first, because the conversion turns some other characters into an ASCII colon.
        int portAt = text.startsWith("[") ? text.indexOf("]:") + 1 : text.lastIndexOf(':');
        String host = portAt > 0 ? text.substring(0, portAt) : text;
        String ascii = isAscii(host) ? host : toAscii(host);
        Authority named = parse(ascii);
        Authority whole = parse(portAt > 0 ? ascii + text.substring(portAt) : ascii);
        boolean isHost = named != null && named.host.equals(ascii);
        String port = portAt > 0 ? text.substring(portAt + 1) : "";
        if (isHost && !port.isEmpty() && port.chars().allMatch(Chars::isDigit) && (whole == null || whole.port == 0)) {
            throw new IllegalArgumentException(
                    "expected host[:port] with a port from 1 to 65535, not " + Chars.quote(text));
        }
        if (!isHost || whole == null || whole.port == 0) {
            throw new IllegalArgumentException("expected host[:port], the host a name, an IPv4 address or an IPv6"
                    + " address in brackets, without percent escapes, the port from 1 to 65535, not "
                    + Chars.quote(text));
        }
        return whole;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static String toAscii(String host) {
        if (host.chars().anyMatch(c -> DEVIATIONS.indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    "the host " + Chars.quote(host) + " is one name in IDNA 2003 and another in"
                            + " IDNA 2008 (RFC 5894 §7.2); write it in ASCII, as xn--…");
        }
        try {
            return IDN.toASCII(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "expected a host that can be converted to ASCII (IDNA, RFC 3490), not " + Chars.quote(host), e);
        }
    }

    private static int nameEnd(String text) {
        int end = 0;
        while (end < text.length() && Chars.isHost(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The end of an IPv6 address in brackets, or -1. */
    private static int literalEnd(String text) {
        int close = text.indexOf(']');
        return close > 0 && IpLiteral.v6(text.substring(1, close)) != null ? close + 1 : -1;
    }

    /**
     * The address that the host is written as. A client may connect to it without asking a name server. Short and octal
     * forms of IPv4, such as {@code 127.1}, are names (RFC 3986 §3.2.2).
     *
     * @return 4 or 16 bytes, or null for a name
     */
    public byte @Nullable [] address() {
        return host.startsWith("[") ? IpLiteral.v6(host.substring(1, host.length() - 1)) : IpLiteral.v4(host);
    }

    /**
     * The port, or the default of the scheme.
     *
     * @param defaultPort 80 for http and ws, 443 for https and wss
     * @return the default when there is no port
     */
    public int portOr(int defaultPort) {
        return port < 0 ? defaultPort : port;
    }

    /**
     * The host in a spelling that can be compared: in lower case, and an IPv6 address written out in full.
     *
     * @return for comparing; not for a Host field
     */
    public String normalizedHost() {
        byte[] address = host.startsWith("[") ? address() : null;
        return address == null
                ? host.toLowerCase(Locale.ROOT)
                : '[' + HexFormat.of().formatHex(address) + ']';
    }

    /**
     * Tells whether two authorities name the same host. Their ports do not matter.
     *
     * @param other any
     * @return true for the same name in any case, and for the same address in any spelling
     */
    public boolean sameHost(Authority other) {
        return normalizedHost().equals(other.normalizedHost());
    }
}
