package io.wsloop.nio;

import io.wsloop.handshake.RequestHead;
import java.util.List;

/**
 * The path of a request target, cut at its slashes; the asterisk of OPTIONS has no segments. Decoding added none: a head with an escaped slash was refused.
 *
 * @param raw as sent, begins with a slash or is the asterisk
 * @param segments percent-decoded, what follows each slash; the last one is empty for a path that ends with a slash
 */
record RequestPath(String raw, List<String> segments) {
    static RequestPath of(RequestHead head) {
        String target = head.target();
        if (target.equals("*")) {
            return new RequestPath(target, List.of());
        }
        int query = target.indexOf('?');
        String raw = query < 0 ? target : target.substring(0, query);
        if (!raw.startsWith("/")) {
            // Absolute form, http://host/path: RFC 9112 §3.2.2.
            int slash = raw.indexOf('/', raw.indexOf("://") + 3);
            raw = slash < 0 ? "/" : raw.substring(slash);
        }
        return new RequestPath(raw, segments(head.path()));
    }

    /** What follows each slash of a decoded path. */
    static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }
}
