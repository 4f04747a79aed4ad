package io.wsloop.server;

import io.wsloop.handshake.Authority;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An origin of the web: scheme, host and port. RFC 6454 §5: two origins are the same if all three are equal. Any thread.
 *
 * @param scheme in lower case
 * @param host normalized; empty for {@code null} and {@code file://}, which name no host
 * @param port the default of the scheme if none was written; -1 if the scheme has no default
 */
record Origin(String scheme, String host, int port) {
    /** Browsers send this for sandboxed frames, data URLs, some redirects, and in most cases for files. */
    private static final Origin OPAQUE = new Origin("null", "", -1);

    /** Some web views send this for pages from files. */
    private static final Origin FILE = new Origin("file", "", -1);

    /** Reads an Origin field. Null if the text is not an origin, for example if it has a path, user information or a wildcard. */
    static @Nullable Origin parse(String text) {
        int colon = text.indexOf("://");
        if (colon <= 0) {
            return text.equals("null") ? OPAQUE : null;
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 3);
        if (scheme.equals("file") && rest.isEmpty()) {
            return FILE;
        }
        Authority authority = Authority.parse(rest);
        if (authority == null || !isScheme(scheme)) {
            return null;
        }
        if (authority.port() == 0 || authority.host().indexOf('*') >= 0) {
            return null;
        }
        return new Origin(scheme, authority.normalizedHost(), authority.portOr(defaultPort(scheme)));
    }

    /**
     * Reads an origin that a person wrote. A host with letters outside ASCII is converted, as browsers do before they send it.
     *
     * @throws IllegalArgumentException when the text is not an origin
     */
    static Origin of(String text) {
        Origin origin = parse(text);
        int colon = text.indexOf("://");
        if (origin == null && colon > 0) {
            try {
                Authority written = Authority.of(text.substring(colon + 3));
                String port = written.port() < 0 ? "" : ":" + written.port();
                origin = parse(text.substring(0, colon + 3) + written.host() + port);
            } catch (IllegalArgumentException e) {
                throw notAnOrigin(text, e);
            }
        }
        if (origin == null) {
            throw notAnOrigin(text, null);
        }
        return origin;
    }

    private static IllegalArgumentException notAnOrigin(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "expected an origin as scheme://host or scheme://host:port, file:// for pages from files or null for"
                        + " sandboxed ones, without a path or a wildcard, not \"" + text + "\"; for anything else write"
                        + " an OriginPolicy, which is one method",
                cause);
    }

    /** RFC 3986 §3.1: a scheme begins with a letter, and letters, digits, plus, hyphen and dot follow. */
    private static boolean isScheme(String lower) {
        return lower.charAt(0) >= 'a'
                && lower.charAt(0) <= 'z'
                && lower.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "+-.".indexOf(c) >= 0);
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }
}
