package io.wsloop.benchmarks.report;

import java.awt.Color;
import java.util.List;
import java.util.Map;

/** One colour a server in every chart, told apart by the colour-blind too; wsloop has the one that stands out. */
final class ServerColors {
    private static final Map<String, Color> KNOWN = Map.ofEntries(
            Map.entry("wsloop", new Color(0xD55E00)),
            Map.entry("raw-nio", new Color(0x555555)),
            Map.entry("netty-nio", new Color(0x0072B2)),
            Map.entry("netty-epoll", new Color(0x56B4E9)),
            Map.entry("vertx", new Color(0x6A3D9A)),
            Map.entry("vertx-epoll", new Color(0xCAB2D6)),
            Map.entry("undertow", new Color(0xE69F00)),
            Map.entry("jetty", new Color(0x009E73)),
            Map.entry("java-websocket", new Color(0xCC79A7)),
            Map.entry("tomcat", new Color(0xF0E442)),
            Map.entry("helidon", new Color(0xB3DE69)));

    private static final List<Color> OTHERS =
            List.of(new Color(0x8C6D31), new Color(0xFBB4AE), new Color(0x1B9E77), new Color(0x999999));

    private ServerColors() {}

    /** The colour of a name; a variant such as another JDK has the lighter one of its server. */
    static Color of(String server) {
        Color known = KNOWN.get(server);
        if (known != null) {
            return known;
        }
        int at = server.indexOf('@');
        Color base = at < 0 ? null : KNOWN.get(server.substring(0, at));
        return base == null ? OTHERS.get(Math.floorMod(server.hashCode(), OTHERS.size())) : base.brighter();
    }
}
