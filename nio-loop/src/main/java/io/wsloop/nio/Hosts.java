package io.wsloop.nio;

import io.wsloop.handshake.RequestHead;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts a request may name; 421 otherwise. Whoever owns a domain can point its name at 127.0.0.1 in the midst of a
 * visit. His page then reaches a server on its visitor's loopback address under that name, and Origin and Host agree. So a
 * server that listens there answers only to names that no stranger owns. Immutable; any thread.
 */
final class Hosts {
    private static final Hosts ANY = new Hosts(true, false, Set.of(), List.of());
    private static final Hosts LOOPBACK = new Hosts(false, true, Set.of(), List.of());

    private final boolean any;

    /** The names that no DNS server answers for: localhost (RFC 6761 §6.3), and addresses, which are no names. */
    private final boolean local;

    /** In lower case, addresses of IPv6 in brackets. */
    private final Set<String> exact;

    /** In lower case, each begins with a dot. */
    private final List<String> suffixes;

    private Hosts(boolean any, boolean local, Set<String> exact, List<String> suffixes) {
        this.any = any;
        this.local = local;
        this.exact = exact;
        this.suffixes = suffixes;
    }

    static Hosts any() {
        return ANY;
    }

    /**
     * What a server answers to.
     *
     * @param bound the address that it listens on
     * @param named by its builder; null when it named none
     */
    static Hosts of(InetAddress bound, @Nullable Hosts named) {
        if (!bound.isLoopbackAddress()) {
            return named == null ? ANY : named;
        }
        return named == null ? LOOPBACK : new Hosts(named.any, true, named.exact, named.suffixes);
    }

    /** Throws IllegalArgumentException for what is no host, and for none. */
    static Hosts named(String... names) {
        if (Objects.requireNonNull(names, "names").length == 0) {
            throw new IllegalArgumentException("expected at least one host, or hosts not called at all");
        }
        boolean any = false;
        Set<String> exact = new HashSet<>();
        List<String> suffixes = new ArrayList<>();
        for (String name : names) {
            String host = normal(Objects.requireNonNull(name, "names"));
            if (name.equals("*")) {
                any = true;
            } else if (host.startsWith("*.") && isName(host.substring(2))) {
                suffixes.add(host.substring(1));
            } else if (host.indexOf(':') >= 0 && isV6(host)) {
                exact.add(host.startsWith("[") ? host : "[" + host + "]");
            } else if (isName(host)) {
                exact.add(host);
            } else {
                throw new IllegalArgumentException("expected a host such as example.com, *.example.com or 192.0.2.1,"
                        + " without scheme and port and in ASCII, not \"" + name + "\"");
            }
        }
        return new Hosts(any, false, Set.copyOf(exact), List.copyOf(suffixes));
    }

    /** Without the dot that ends a whole name in DNS. */
    private static String normal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static boolean isName(String host) {
        return !host.isEmpty()
                && !host.startsWith(".")
                && host.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0);
    }

    private static boolean isV6(String host) {
        boolean opens = host.startsWith("[");
        String inner = opens && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return inner.chars().allMatch(c -> (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9') || c == ':' || c == '.')
                && inner.indexOf(':') != inner.lastIndexOf(':');
    }

    /** Whether a request was sent to this server. One of HTTP/1.0 without Host is let through: no browser sends it. */
    boolean allow(RequestHead request) {
        if (any) {
            return true;
        }
        // The reader has seen to it that there is one field at most, and that it is host[:port].
        String field = request.headers().first("Host");
        return field == null ? request.version().equals("HTTP/1.0") : allows(host(field));
    }

    private static String host(String field) {
        int colon = field.indexOf(':', field.startsWith("[") ? field.indexOf(']') : 0);
        return normal(colon < 0 ? field : field.substring(0, colon));
    }

    private boolean allows(String host) {
        if (exact.contains(host) || (local && isLocal(host))) {
            return true;
        }
        for (String suffix : suffixes) {
            if (host.length() > suffix.length() && host.endsWith(suffix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLocal(String host) {
        return host.equals("localhost") || host.endsWith(".localhost") || host.startsWith("[") || isV4(host);
    }

    /** Four decimal numbers, as browsers write every IPv4 address into Host, however it was typed. */
    private static boolean isV4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            boolean digits = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || part.length() > 3 || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    /** What to tell a peer that named another. */
    String refusal(RequestHead request) {
        return "expected Host to name this server, not \"" + request.headers().first("Host") + "\""
                + (local
                        ? ": on a loopback address only localhost, names below it and literal addresses do, and what was"
                                + " named with hosts(...)"
                        : "");
    }

    @Override
    public String toString() {
        return any ? "any" : (local ? "local, " : "") + exact + " " + suffixes;
    }
}
