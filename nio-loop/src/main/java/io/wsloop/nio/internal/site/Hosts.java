package io.wsloop.nio.internal.site;

import io.wsloop.handshake.Authority;
import io.wsloop.handshake.RequestHead;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a request may name. The server answers 421 to any other. The owner of a domain can point its name at 127.0.0.1
 * while a visitor's page is open (DNS rebinding). The page then reaches the visitor's local server, and its Origin and Host agree.
 * A server on a loopback address therefore accepts only names that no stranger owns. Immutable; any thread.
 */
public final class Hosts {
    private static final Hosts ANY = new Hosts(true, false, Set.of(), List.of());
    private static final Hosts LOOPBACK = new Hosts(false, true, Set.of(), List.of());

    private final boolean any;

    /** True if localhost and addresses pass. RFC 6761 §6.3: name servers should not look up localhost. */
    private final boolean local;

    /** Whole hosts, each as {@link #normal} writes it. */
    private final Set<String> exact;

    /** Ends of hosts, in lower case. Each begins with a dot. */
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
     * The hosts of a server.
     *
     * @param bound the address that the server listens on
     * @param named the hosts that the builder named; null if it named none
     */
    static Hosts of(InetAddress bound, @Nullable Hosts named) {
        if (!bound.isLoopbackAddress()) {
            return named == null ? ANY : named;
        }
        return named == null ? LOOPBACK : new Hosts(named.any, true, named.exact, named.suffixes);
    }

    /** @throws IllegalArgumentException when a name is not a host, and when there is no name */
    static Hosts named(String... names) {
        if (Objects.requireNonNull(names, "names").length == 0) {
            throw new IllegalArgumentException("expected at least one host, or hosts not called at all");
        }
        boolean any = false;
        Set<String> exact = new HashSet<>();
        List<String> suffixes = new ArrayList<>();
        for (String name : names) {
            if (Objects.requireNonNull(name, "names").equals("*")) {
                any = true;
            } else if (name.startsWith("*.")) {
                suffixes.add("." + normal(host(name, name.substring(2), false)));
            } else {
                exact.add(normal(host(name, name, true)));
            }
        }
        return new Hosts(any, false, Set.copyOf(exact), List.copyOf(suffixes));
    }

    /** The normalized host, without the dot that may end a DNS name. */
    private static String normal(Authority authority) {
        String host = authority.normalizedHost();
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** Reads a host without a port. An IPv6 address may stand without its brackets. */
    private static Authority host(String named, String host, boolean mayBeAddress) {
        boolean bare = host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[");
        try {
            Authority authority = Authority.of(bare ? "[" + host + "]" : host);
            boolean numbers = authority.host().chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
            boolean address = authority.address() != null;
            if (authority.port() < 0
                    && !host.startsWith(".")
                    && host.indexOf('*') < 0
                    && !host.endsWith(":")
                    && (address ? mayBeAddress : !numbers && !authority.host().startsWith("["))) {
                return authority;
            }
        } catch (IllegalArgumentException e) {
            throw bad(named, e);
        }
        throw bad(named, null);
    }

    private static IllegalArgumentException bad(String named, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "expected a host such as example.com, *.example.com or 192.0.2.1," + " without scheme and port, not \""
                        + named + "\"",
                cause);
    }

    /** True if a request names this server. A request of HTTP/1.0 without Host passes, because no browser sends it. */
    public boolean allow(RequestHead request) {
        if (any) {
            return true;
        }
        // The head reader has refused a second Host field, and a Host that is not host[:port].
        String field = request.headers().first("Host");
        Authority authority = field == null ? null : Authority.parse(field);
        return authority == null ? field == null && request.version().equals("HTTP/1.0") : allows(authority);
    }

    private boolean allows(Authority authority) {
        String host = normal(authority);
        if (exact.contains(host) || local && isLocal(authority, host)) {
            return true;
        }
        for (String suffix : suffixes) {
            if (host.length() > suffix.length() && host.endsWith(suffix)) {
                return true;
            }
        }
        return false;
    }

    /** Browsers write an IPv4 address into Host as four decimal numbers, in whatever form the user typed it. */
    private static boolean isLocal(Authority authority, String host) {
        return host.equals("localhost") || host.endsWith(".localhost") || authority.address() != null;
    }

    /** The text of the 421 for a peer that named another host. */
    public String refusal(RequestHead request) {
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
