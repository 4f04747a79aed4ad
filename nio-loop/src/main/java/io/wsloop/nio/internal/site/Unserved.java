package io.wsloop.nio.internal.site;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.server.HttpResponse;

/** Answers a request that no handler and no file answers. Any thread. */
public final class Unserved {
    private Unserved() {}

    public static HttpResponse answer(Site site, RequestHead request, RequestPath path) {
        if (request.target().equals("*")) {
            // RFC 9110 §9.3.7: OPTIONS with an asterisk concerns the whole server, and serves mostly as a ping.
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
        // RFC 9110 §15.5.6: a 405 must have an Allow field that lists the allowed methods.
        return ErrorLine.of(405, "expected one of the methods " + allowed + " here", Headers.of("Allow", allowed));
    }

    /** Answers a request for a file that does not exist. A route may serve WebSockets at the same path. */
    public static HttpResponse noFile(Site site, RequestHead request, RequestPath path) {
        return request.method().equals("GET") && site.route(path) != null
                ? upgradeRequired()
                : ErrorLine.of(404, "there is no such file", Headers.EMPTY);
    }

    private static HttpResponse upgradeRequired() {
        // RFC 9110 §15.5.22: with a 426 the server must send an Upgrade field that names the required protocol.
        return ErrorLine.of(
                426, "expected a WebSocket opening handshake (RFC 6455)", Headers.of("Upgrade", "websocket"));
    }
}
