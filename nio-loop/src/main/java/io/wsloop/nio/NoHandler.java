package io.wsloop.nio;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;

/** What a request is told that no handler and no file answers. */
final class NoHandler {
    private NoHandler() {}

    static HttpWriter.Whole answer(Site site, RequestHead request, RequestPath path) {
        if (request.target().equals("*")) {
            // RFC 9110 §9.3.7: OPTIONS of the whole server, mostly to see whether it lives.
            return new HttpWriter.Whole(204, Headers.of("Allow", site.allowed()), HttpWriter.NO_BODY);
        }
        String allowed = site.allowed(path);
        if (allowed.isEmpty()) {
            return HttpWriter.Whole.line(404, "nothing is served at this path", Headers.EMPTY);
        }
        if (request.method().equals("OPTIONS")) {
            return new HttpWriter.Whole(204, Headers.of("Allow", allowed), HttpWriter.NO_BODY);
        }
        if (request.method().equals("GET") && site.route(path) != null) {
            return upgradeRequired();
        }
        // RFC 9110 §15.5.6: with the methods that are allowed.
        return HttpWriter.Whole.line(
                405, "expected one of the methods " + allowed + " here", Headers.of("Allow", allowed));
    }

    /** A path that only a WebSocket may be opened at may be the name of a file that is not there. */
    static HttpWriter.Whole noFile(Site site, RequestHead request, RequestPath path) {
        return request.method().equals("GET") && site.route(path) != null
                ? upgradeRequired()
                : HttpWriter.Whole.line(404, "there is no such file", Headers.EMPTY);
    }

    private static HttpWriter.Whole upgradeRequired() {
        // RFC 9110 §15.5.22.
        return HttpWriter.Whole.line(
                426, "expected a WebSocket opening handshake (RFC 6455)", Headers.of("Upgrade", "websocket"));
    }
}
