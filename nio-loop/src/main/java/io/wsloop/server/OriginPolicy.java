package io.wsloop.server;

import io.wsloop.handshake.ServerHandshake;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Which pages may open a WebSocket here; 403 otherwise. A browser sends cookies along with the handshake of any page, so
 * a server that does not look at Origin lends its users' sessions to every site they visit (RFC 6455 §10.2).
 */
@FunctionalInterface
public interface OriginPolicy {
    /**
     * Asked on the connection's loop, before any hook; must not block.
     *
     * @param request of the upgrade
     * @return false: refused with 403
     */
    boolean allows(HttpRequest request);

    /**
     * The default: no Origin, as programs other than browsers send none, or the scheme, host and port of this server as
     * the request's Host names it. Behind a proxy that ends TLS use {@link #of} with the public origin.
     *
     * @return the policy
     */
    static OriginPolicy same() {
        return request -> ServerHandshake.isSameOrigin(request.headers(), request.secure());
    }

    /**
     * Every page. Only for endpoints that need no cookie and tell no secret.
     *
     * @return the policy
     */
    static OriginPolicy any() {
        return request -> true;
    }

    /**
     * Same origin or one of these.
     *
     * <p>Two names stand for more than one site. {@code file://} is what Cordova applications and old Android web views
     * send: it lets in every page that is opened from a file on the user's device, downloads too. {@code null} is what
     * browsers send for pages from files, sandboxed frames and data URLs: any site can make itself one, so it protects as
     * little as {@link #any} does. Name them only where a connection proves its user by something else than a cookie.
     *
     * @param origins each as {@code scheme://host} or {@code scheme://host:port}, or {@code file://}, or {@code null}
     *     (the word)
     * @return the policy
     * @throws IllegalArgumentException for anything else, a path or a wildcard for example
     */
    static OriginPolicy of(String... origins) {
        Set<Origin> allowed = new HashSet<>();
        for (String text : Objects.requireNonNull(origins, "origins")) {
            allowed.add(Origin.of(Objects.requireNonNull(text, "origins")));
        }
        OriginPolicy same = same();
        return request -> {
            List<String> sent = request.headers().all("Origin");
            // RFC 6454 §7.3: a browser sends one field. A request with two is from no browser, and is refused.
            return same.allows(request) || sent.size() == 1 && allowed.contains(Origin.parse(sent.get(0)));
        };
    }
}
