package io.wsloop.handshake;

import java.net.URI;
import java.util.Locale;

/**
 * The parts of a ws or wss URI (RFC 6455 §3).
 *
 * @param secure true for the scheme wss
 * @param authority with its port or the scheme's default; without an IPv6 zone, which means nothing to the server
 *     (RFC 6874 §4)
 * @param zone of an IPv6 address, or empty
 * @param path percent-decoded, {@code /} when the URI has none
 * @param target path and query as they are sent
 */
record WebSocketUri(boolean secure, Authority authority, String zone, String path, String target) {
    /** @throws IllegalArgumentException naming what was expected and what came */
    static WebSocketUri of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("wss");
        if (!secure && !scheme.equals("ws")) {
            // The message leaves out authority and query, because they may hold secrets.
            throw new IllegalArgumentException("expected a URI that begins with ws:// or wss:// (RFC 6455 §3), "
                    + (uri.getScheme() == null ? "but it has no scheme" : "not with " + uri.getScheme() + ":"));
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("a WebSocket URI has no fragment (RFC 6455 §3); write # as %23");
        }
        // URI.getHost() and getPort() know no name with an underscore, so the authority is parsed here.
        String text = uri.getRawAuthority();
        if (text == null) {
            throw new IllegalArgumentException("expected a host after " + scheme + "://, there is none");
        }
        if (text.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "a WebSocket URI holds no user information; send an Authorization field");
        }
        String zone = "";
        int zoneAt = text.startsWith("[") ? text.indexOf('%') : -1;
        int zoneEnd = text.indexOf(']');
        if (zoneAt > 0 && zoneAt < zoneEnd) {
            // RFC 6874 §2 writes the percent sign before a zone as %25. URI also accepts the bare sign.
            int begin = text.startsWith("%25", zoneAt) && zoneAt + 3 < zoneEnd ? zoneAt + 3 : zoneAt + 1;
            zone = text.substring(begin, zoneEnd);
            text = text.substring(0, zoneAt) + text.substring(zoneEnd);
        }
        Authority named = Authority.of(text);
        Authority authority = new Authority(named.host(), named.portOr(secure ? 443 : 80));
        URI ascii = URI.create(uri.toASCIIString());
        String rawPath = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String path = uri.getPath().isEmpty() ? "/" : uri.getPath();
        String target = ascii.getRawQuery() == null ? rawPath : rawPath + '?' + ascii.getRawQuery();
        return new WebSocketUri(secure, authority, zone, path, target);
    }

    /** The value of Host. The scheme's default port is left out (RFC 9110 §7.2, §4.2.3). */
    String hostField() {
        int defaultPort = secure ? 443 : 80;
        return authority.port() == defaultPort ? authority.host() : authority.host() + ':' + authority.port();
    }

    String query() {
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    RequestHead request(Headers headers) {
        return new RequestHead("GET", target, "HTTP/1.1", path, query(), headers);
    }
}
