package io.wsloop.nio.internal.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseCause;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import io.wsloop.loop.Timer;
import io.wsloop.nio.internal.wire.Addresses;
import io.wsloop.nio.internal.wire.Connection;
import io.wsloop.nio.internal.wire.Phase;
import io.wsloop.nio.internal.wire.Population;
import io.wsloop.protocol.TransportAction;
import io.wsloop.watch.ErrorHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections between the loop that accepts them and the loop that they are dealt to. */
class AcceptorTest {
    @Test
    void aConnectionThatIsOnItsWayToItsLoopWhenAStopBeginsIsStoppedToo() throws Exception {
        try (EventLoop accepting = EventLoop.open(LoopOptions.defaults());
                EventLoop other = EventLoop.open(LoopOptions.defaults());
                ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .configureBlocking(false);
            Population population = Population.unbounded();
            List<Recorded> phases = new ArrayList<>();
            Acceptor acceptor = new Acceptor(
                    List.of(accepting, other),
                    listener,
                    population,
                    connection -> {
                        Recorded phase = new Recorded();
                        phases.add(phase);
                        return phase;
                    },
                    ServerSocketChannel::accept,
                    ErrorHandler.logging());
            accepting.execute(acceptor::start);
            try (SocketChannel first = SocketChannel.open(listener.getLocalAddress());
                    SocketChannel second = SocketChannel.open(listener.getLocalAddress())) {
                for (int turns = 0; population.connections() < 2 && turns < 1000; turns++) {
                    accepting.runOnce(Duration.ofMillis(1));
                }
                assertThat(first.isConnected() && second.isConnected()).isTrue();
                assertThat(phases).hasSize(1);
                // Those that are registered would be told now; the second is not yet.
                population.stop();
                other.runOnce(Duration.ZERO);
                assertThat(phases).hasSize(2);
                assertThat(phases.get(0).stopped).isFalse();
                assertThat(phases.get(1).stopped).isTrue();
            }
        }
    }

    @Test
    void connectionsOverAUnixDomainSocketAreAcceptedAndCountAgainstNoQuota(@TempDir Path folder) throws Exception {
        List<Throwable> errors = new ArrayList<>();
        Population population = new Population(10, 10, 1);
        List<Connection> connections = new ArrayList<>();
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        try (EventLoop loop = EventLoop.open(LoopOptions.defaults());
                ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(address).configureBlocking(false);
            Acceptor acceptor = new Acceptor(
                    List.of(loop),
                    listener,
                    population,
                    connection -> {
                        connections.add(connection);
                        return new Recorded();
                    },
                    ServerSocketChannel::accept,
                    (where, error) -> errors.add(error));
            loop.execute(acceptor::start);
            try (SocketChannel first = SocketChannel.open(address);
                    SocketChannel second = SocketChannel.open(address)) {
                for (int turns = 0; population.connections() < 2 && turns < 1000; turns++) {
                    loop.runOnce(Duration.ofMillis(1));
                }
                assertThat(first.isConnected() && second.isConnected()).isTrue();
                assertThat(connections).hasSize(2).allMatch(each -> each.peer().equals("unix:"));
                assertThat(population.addresses()).isZero();
                assertThat(errors).isEmpty();
            }
        }
        assertThat(population.connections()).isZero();
    }

    @Test
    void anAddressIsWrittenAsLogsShowIt() throws Exception {
        assertThat(Addresses.text(new InetSocketAddress(InetAddress.getByName("::1"), 80)))
                .isEqualTo("0:0:0:0:0:0:0:1:80");
        assertThat(Addresses.text(UnixDomainSocketAddress.of("/run/chat"))).isEqualTo("unix:/run/chat");
        assertThat(Addresses.text(new SocketAddress() {
                    @Override
                    public String toString() {
                        return "memory";
                    }
                }))
                .isEqualTo("memory");
    }

    /** Says nothing, and remembers whether it was told to stop. */
    private static final class Recorded implements Phase {
        private boolean stopped;

        @Override
        public String state() {
            return stopped ? "stopped" : "recording";
        }

        @Override
        public boolean receive(ByteBuffer in) {
            return false;
        }

        @Override
        public boolean canBeHeld() {
            return false;
        }

        @Override
        public void receiveEof() {}

        @Override
        public void flushed(long bytes) {}

        @Override
        public long nextDeadline() {
            return Timer.NEVER;
        }

        @Override
        public void onDeadline() {}

        @Override
        public TransportAction action() {
            return TransportAction.NONE;
        }

        @Override
        public void settled() {}

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public void abort(CloseCause cause, Throwable error) {}

        @Override
        public void transportFailed(Throwable error) {}

        @Override
        public void transportClosed() {}
    }
}
