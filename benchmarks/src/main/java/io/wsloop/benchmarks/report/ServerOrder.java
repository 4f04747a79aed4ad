package io.wsloop.benchmarks.report;

import java.util.Comparator;
import java.util.List;

/**
 * In which order servers stand in every table and chart, in whatever order they were visited: wsloop, the bare ones, the peers. A variant
 * follows its server, and a server that is not known here the others.
 */
final class ServerOrder {
    private static final List<String> KNOWN = List.of(
            "wsloop",
            "wsloop-takeover",
            Rounds.RAW,
            "bare-nio",
            "netty-nio",
            "netty-epoll",
            "vertx",
            "vertx-epoll",
            "undertow",
            "jetty",
            "java-websocket",
            "tomcat",
            "helidon");

    static final Comparator<String> COMPARATOR =
            Comparator.comparingInt(ServerOrder::place).thenComparing(Comparator.naturalOrder());

    private ServerOrder() {}

    /** The name without its variant. */
    static String base(String server) {
        int at = server.indexOf('@');
        return at < 0 ? server : server.substring(0, at);
    }

    private static int place(String server) {
        int known = KNOWN.indexOf(base(server));
        return known < 0 ? KNOWN.size() : known;
    }
}
