package io.wsloop.nio.internal.site;

import io.wsloop.handshake.RequestHead;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request, cut at its slashes. The target {@code *} of OPTIONS has no segments. Decoding adds no slash, because the
 * head reader refuses an escaped slash. Immutable; any thread.
 *
 * @param target the request target as sent
 * @param segments the percent-decoded text after each slash; the last one is empty if the path ends with a slash
 */
public record RequestPath(String target, List<String> segments) {
    static RequestPath of(RequestHead head) {
        String target = head.target();
        return new RequestPath(target, target.equals("*") ? List.of() : segments(head.path()));
    }

    /** Cuts a decoded path, and returns the text after each slash. */
    public static List<String> segments(String path) {
        int end = path.indexOf('/', 1);
        if (end < 0) {
            return List.of(path.substring(1));
        }
        List<String> segments = new ArrayList<>();
        int from = 1;
        while (end >= 0) {
            segments.add(path.substring(from, end));
            from = end + 1;
            end = path.indexOf('/', from);
        }
        segments.add(path.substring(from));
        return List.copyOf(segments);
    }

    /** The path as sent. It begins with a slash or is {@code *}. */
    public String raw() {
        int query = target.indexOf('?');
        String raw = query < 0 ? target : target.substring(0, query);
        if (raw.startsWith("/") || raw.equals("*")) {
            return raw;
        }
        // RFC 9112 §3.2.2: a server must accept a target in absolute form, http://host/path.
        int slash = raw.indexOf('/', raw.indexOf("://") + 3);
        return slash < 0 ? "/" : raw.substring(slash);
    }
}
