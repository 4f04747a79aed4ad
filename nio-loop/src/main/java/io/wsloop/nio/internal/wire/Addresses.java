package io.wsloop.nio.internal.wire;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** What a socket's address says, be it of TCP or of a Unix domain socket. Any thread. */
public final class Addresses {
    private Addresses() {}

    /** The key by which connections are counted per address: the host without its port; null when there is no host. */
    public static @Nullable Object host(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getAddress() : null;
    }

    /** For logs: {@code 127.0.0.1:50412}, {@code unix:/run/chat.socket}; a peer on a Unix domain socket has no path. */
    public static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return inet.getAddress().getHostAddress() + ":" + inet.getPort();
        }
        return address instanceof UnixDomainSocketAddress unix ? "unix:" + unix.getPath() : address.toString();
    }
}
