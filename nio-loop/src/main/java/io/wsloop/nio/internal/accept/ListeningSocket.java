package io.wsloop.nio.internal.accept;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/** Binds the socket that a server accepts from. Any thread. */
public final class ListeningSocket {
    private ListeningSocket() {}

    /**
     * A socket that is bound and does not block.
     *
     * @param provider opens it
     * @param host as the application wrote it, for the text of a failure
     * @param wanted the same, resolved if it could be
     * @param backlog how many connections may wait to be accepted
     * @throws BindException when there is no such name, or the address cannot be bound; the text says what to do
     */
    public static ServerSocketChannel bind(
            SelectorProvider provider, String host, InetSocketAddress wanted, int backlog) throws IOException {
        if (wanted.isUnresolved()) {
            throw new BindException("cannot listen on host \"" + host
                    + "\": no such name; say an address of this machine, or 0.0.0.0 for all of them");
        }
        @Nullable ServerSocketChannel listener = provider.openServerSocketChannel();
        if (listener == null) {
            throw new IOException("the provider of LoopOptions.provider returned null in place of a channel");
        }
        try {
            // A restarted server must not wait for its predecessor's connections to leave TIME_WAIT.
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.configureBlocking(false);
            listener.bind(wanted, backlog);
            return listener;
        } catch (BindException e) {
            listener.close();
            BindException explained = new BindException(
                    "cannot listen on " + host + " port " + wanted.getPort() + ": " + e.getMessage() + advice(wanted));
            explained.initCause(e);
            throw explained;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    private static String advice(InetSocketAddress wanted) throws IOException {
        boolean ours = wanted.getAddress().isAnyLocalAddress()
                || NetworkInterface.getByInetAddress(wanted.getAddress()) != null;
        return ours
                ? "; choose another port, or 0 to let the system choose, or end the program that has it"
                : "; this machine has no such address: say one that it has, or 0.0.0.0 for all of them";
    }
}
