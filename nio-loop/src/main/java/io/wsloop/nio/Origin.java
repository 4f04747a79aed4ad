package io.wsloop.nio;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An origin of the web: RFC 6454 §4. Equal when all three parts are.
 *
 * @param scheme lower case
 * @param host lower case
 * @param port the scheme's default when none was written; -1 when the scheme has none
 */
record Origin(String scheme, String host, int port) {
    /** Null for what is no origin: {@code null}, a path, user info, a wildcard. */
    static @Nullable Origin parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
        String scheme = uri.getScheme();
        String host = uri.getHost();
        String path = uri.getRawPath();
        boolean more = path != null && !path.isEmpty()
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || uri.getRawUserInfo() != null;
        if (scheme == null || host == null || more) {
            return null;
        }
        scheme = scheme.toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : defaultPort(scheme);
        return new Origin(scheme, host.toLowerCase(Locale.ROOT), port);
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }
}
