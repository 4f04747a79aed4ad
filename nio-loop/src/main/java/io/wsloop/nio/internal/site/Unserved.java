package io.wsloop.nio.internal.site;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.server.HttpResponse;

/** Answers requests that no handler and no file answers. */
public final class Unserved {
    private Unserved() {}

    public static HttpResponse answer(Site site, RequestHead request, RequestPath path) {
        if (request.target().equals("*")) {
            // RFC 9110 §9.3.7: OPTIONS of the whole server asks mostly whether it lives.
            return HttpResponse.empty(204).header("Allow", site.allowed());
        }
        String allowed = site.allowed(path);
        if (allowed.isEmpty()) {
            return ErrorLine.of(404, "nothing is served at this path", Headers.EMPTY);
        }
        if (request.method().equals("OPTIONS")) {
            return HttpResponse.empty(204).header("Allow", allowed);
        }
        if (request.method().equals("GET") && site.route(path) != null) {
            return upgradeRequired();
        }
        // RFC 9110 §15.5.6: a 405 must list the methods that are allowed.
        return ErrorLine.of(405, "expected one of the methods " + allowed + " here", Headers.of("Allow", allowed));
    }

    /** Answers a request for a file that is not there. A WebSocket may be served at the same path. */
    public static HttpResponse noFile(Site site, RequestHead request, RequestPath path) {
        return request.method().equals("GET") && site.route(path) != null
                ? upgradeRequired()
                : ErrorLine.of(404, "there is no such file", Headers.EMPTY);
    }

    private static HttpResponse upgradeRequired() {
        // RFC 9110 §15.5.22: the server refuses unless the client upgrades to the protocol that Upgrade names.
        return ErrorLine.of(
                426, "expected a WebSocket opening handshake (RFC 6455)", Headers.of("Upgrade", "websocket"));
    }
}
