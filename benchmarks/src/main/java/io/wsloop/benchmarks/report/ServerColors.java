package io.wsloop.benchmarks.report;

import java.awt.Color;
import java.util.List;
import java.util.Map;

/**
 * One colour a server in every chart, told apart by the colour-blind too: wsloop has the one warm and strong colour, the bare echo
 * is dark, and peers are pale, those that are two transports of one server a shade apart.
 */
final class ServerColors {
    private static final Map<String, Color> KNOWN = Map.ofEntries(
            Map.entry("wsloop", new Color(0xE03C00)),
            Map.entry("wsloop-takeover", new Color(0xF79A6B)),
            Map.entry(Rounds.RAW, new Color(0x333333)),
            Map.entry("netty-nio", new Color(0x5B84B1)),
            Map.entry("netty-epoll", new Color(0xA6C3DF)),
            Map.entry("vertx", new Color(0x8673AD)),
            Map.entry("vertx-epoll", new Color(0xC7BCDE)),
            Map.entry("undertow", new Color(0x4F9A86)),
            Map.entry("jetty", new Color(0xA3D1B4)),
            Map.entry("java-websocket", new Color(0x8F8F8F)),
            Map.entry("tomcat", new Color(0xD9CB8F)),
            Map.entry("helidon", new Color(0xC9C9C9)));

    private static final List<Color> OTHERS =
            List.of(new Color(0x8C7B4F), new Color(0xB5A9A0), new Color(0x6E8B8B), new Color(0xC4A7BC));

    private ServerColors() {}

    /** The colour of a name; a variant such as another collector has the lighter one of its server. */
    static Color of(String server) {
        Color known = KNOWN.get(server);
        if (known != null) {
            return known;
        }
        Color base = KNOWN.get(ServerOrder.base(server));
        return base == null ? OTHERS.get(Math.floorMod(server.hashCode(), OTHERS.size())) : base.brighter();
    }
}
