package io.wsloop.server;

import io.wsloop.handshake.ServerHandshake;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Decides which web pages may open a WebSocket. A browser sends its user's cookies with the handshake of any page, so a server that
 * ignores Origin lets every site act in the name of its users. RFC 6455 §10.2: a server should verify Origin if not every site may
 * connect.
 */
@FunctionalInterface
public interface OriginPolicy {
    /**
     * Decides about one request, before the upgrade hook is asked. Loop thread; must not block.
     *
     * @param request the request for an upgrade
     * @return false if the server must answer 403
     */
    boolean allows(HttpRequest request);

    /**
     * The default policy. It allows a request without Origin, because programs other than browsers send none. It allows an Origin
     * with the scheme, host and port of this server, as Host of the request names it. Behind a proxy that ends TLS use {@link #of}
     * with the public origin.
     *
     * @return a policy for any thread
     */
    static OriginPolicy same() {
        return request -> ServerHandshake.isSameOrigin(request.headers(), request.secure());
    }

    /**
     * Allows every page. It is safe only for an endpoint that needs no cookie and tells no secret.
     *
     * @return a policy for any thread
     */
    static OriginPolicy any() {
        return request -> true;
    }

    /**
     * Allows these origins, and every request that {@link #same} allows.
     *
     * <p>Two names stand for more than one site. Cordova applications and old Android web views send {@code file://}: it lets in
     * every page from a file on the user's device, downloads too. Browsers send {@code null} for pages from files, sandboxed frames
     * and data URLs. Any site can make such a page, so {@code null} protects as little as {@link #any} does. Name these two only if
     * a connection proves its user by something other than a cookie.
     *
     * @param origins each is {@code scheme://host} or {@code scheme://host:port}, or {@code file://}, or the word {@code null}
     * @return a policy for any thread
     * @throws IllegalArgumentException for any other text, for example with a path or a wildcard
     */
    static OriginPolicy of(String... origins) {
        Set<Origin> allowed = new HashSet<>();
        for (String text : Objects.requireNonNull(origins, "origins")) {
            allowed.add(Origin.of(Objects.requireNonNull(text, "origins")));
        }
        OriginPolicy same = same();
        return request -> {
            List<String> sent = request.headers().all("Origin");
            // RFC 6454 §7.3: a browser sends at most one Origin field. A request with two comes from no browser.
            return same.allows(request) || sent.size() == 1 && allowed.contains(Origin.parse(sent.get(0)));
        };
    }
}
