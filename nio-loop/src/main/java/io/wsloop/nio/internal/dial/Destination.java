package io.wsloop.nio.internal.dial;

import io.wsloop.handshake.Authority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt connects to. Immutable; any thread.
 *
 * @param target server and path, for messages; without the query, which may hold a token
 * @param authority host and port
 * @param zone of an IPv6 address, or empty
 */
public record Destination(String target, Authority authority, String zone) {
    /** What is looked up when the host is a name. */
    String host() {
        return authority.host();
    }

    /**
     * The address that the URI names. No name server is asked, because the bytes are an address, and so is an IPv6 literal
     * with a zone.
     *
     * @return null when the host is a name
     * @throws UnknownHostException when no interface of this machine has the zone
     */
    @Nullable
    InetAddress literal() throws IOException {
        byte[] bytes = authority.address();
        if (bytes == null) {
            return null;
        }
        InetAddress plain = InetAddress.getByAddress(bytes);
        if (zone.isEmpty()) {
            return plain;
        }
        try {
            return InetAddress.getByName(plain.getHostAddress() + '%' + zone);
        } catch (UnknownHostException e) {
            IOException unknown = new UnknownHostException(
                    "no interface \"" + zone + "\" of this machine has such an address (" + e.getMessage() + ")");
            unknown.initCause(e);
            throw unknown;
        }
    }

    /** This destination's port at an address of its host. */
    InetSocketAddress at(InetAddress address) {
        return new InetSocketAddress(address, authority.port());
    }
}
