package io.wsloop.nio;

import io.wsloop.handshake.RequestHead;
import io.wsloop.handshake.ServerHandshake;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which pages may open a WebSocket here; 403 otherwise. A browser sends cookies along with the handshake of any page, so
 * a server that does not look at Origin lends its users' sessions to every site they visit (RFC 6455 §10.2).
 */
@FunctionalInterface
public interface OriginPolicy {
    /**
     * Asked on the connection's loop, before any hook.
     *
     * @param request of the upgrade
     * @param secure whether it came under TLS
     * @return false: refused with 403
     */
    boolean allows(RequestHead request, boolean secure);

    /**
     * The default: no Origin, as programs other than browsers send none, or the scheme, host and port of this server as
     * the request's Host names it. Behind a proxy that ends TLS use {@link #of} with the public origin.
     *
     * @return the policy
     */
    static OriginPolicy same() {
        return ServerHandshake::isSameOrigin;
    }

    /**
     * Every page. Only for endpoints that need no cookie and tell no secret.
     *
     * @return the policy
     */
    static OriginPolicy any() {
        return (request, secure) -> true;
    }

    /**
     * Same origin or one of these.
     *
     * @param origins each as {@code scheme://host} or {@code scheme://host:port}
     * @return the policy
     * @throws IllegalArgumentException for anything else, a path or a wildcard for example
     */
    static OriginPolicy of(String... origins) {
        Set<Origin> allowed = new HashSet<>();
        for (String text : origins) {
            Origin origin = Origin.parse(text);
            if (origin == null) {
                throw new IllegalArgumentException(
                        "expected an origin as scheme://host or scheme://host:port, not \"" + text + "\"");
            }
            allowed.add(origin);
        }
        return (request, secure) -> {
            List<String> sent = request.headers().all("Origin");
            // RFC 6454 §7.3: one field with one origin. A second one is nobody's.
            return ServerHandshake.isSameOrigin(request, secure)
                    || sent.size() == 1 && allowed.contains(Origin.parse(sent.get(0)));
        };
    }
}
