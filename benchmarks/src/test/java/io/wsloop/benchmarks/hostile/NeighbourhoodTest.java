package io.wsloop.benchmarks.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.loop.EventLoopGroup;
import io.wsloop.loop.LoopOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NeighbourhoodTest {
    /** Those that do not take seconds by what they are. */
    @ParameterizedTest
    @EnumSource(names = {"INFLATE", "CATCH_UP", "PINGS", "FRAGMENTS", "DRIPS"})
    void each_neighbour_does_its_work_and_honest_clients_are_served(Neighbour neighbour) throws Exception {
        try (EventLoopGroup loops = EventLoopGroup.start(1, LoopOptions.defaults())) {
            VisitedServer server = new VisitedServer(loops.next(), 0);
            Newcomers newcomers = new Newcomers(server.port());
            try (newcomers;
                    Neighbourhood neighbourhood = Neighbourhood.of(neighbour, server.port())) {
                Pulse pulse = Pulse.run(server.port(), 0.1);
                assertThat(pulse.error()).isNull();
                assertThat(pulse.millis(100)).isPositive();
                for (long end = System.nanoTime() + 20_000_000_000L;
                        neighbourhood.work() == 0 && System.nanoTime() < end; ) {
                    Thread.onSpinWait();
                }
                assertThat(neighbourhood.work()).isPositive();
            }
            assertThat(newcomers.failed()).isZero();
            assertThat(newcomers.millis(100)).isPositive();
        }
    }
}
