package io.wsloop.nio.internal.wire;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** Reads addresses of TCP sockets and of Unix domain sockets. Any thread. */
public final class Addresses {
    private Addresses() {}

    /** The host without its port, by which connections are counted. Null for a Unix domain socket, which has no host. */
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
