package io.wsloop.nio;

import io.wsloop.handshake.RequestHead;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request target, cut at its slashes before anything is decoded: {@code %2F} is a character of a segment,
 * not a border (RFC 3986 §2.2, §3.3).
 *
 * @param raw as sent, begins with a slash
 * @param segments percent-decoded, what follows each slash; the last one is empty for a path that ends with a slash
 */
record RequestPath(String raw, List<String> segments) {
    static RequestPath of(RequestHead head) {
        String target = head.target();
        int query = target.indexOf('?');
        String raw = query < 0 ? target : target.substring(0, query);
        if (!raw.startsWith("/")) {
            // Absolute form, http://host/path: RFC 9112 §3.2.2.
            int authority = raw.indexOf("://");
            int slash = authority < 0 ? -1 : raw.indexOf('/', authority + 3);
            raw = slash < 0 ? "/" : raw.substring(slash);
        }
        List<String> segments = new ArrayList<>();
        int begin = 1;
        while (begin <= raw.length()) {
            int end = raw.indexOf('/', begin);
            end = end < 0 ? raw.length() : end;
            segments.add(Query.decode(raw.substring(begin, end), false));
            begin = end + 1;
        }
        return new RequestPath(raw, List.copyOf(segments));
    }
}
