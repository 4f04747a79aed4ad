package io.wsloop.benchmarks.hostile;

import io.wsloop.benchmarks.load.Pace;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Clients of plain HTTP that each keep their connection and ask once in 4 s. One thread asks for all, evenly. */
final class Pollers {
    private static final int POLLERS = 1500;
    private static final double SECONDS = 4;

    private final Neighbourhood in;
    private final @Nullable Peer[] pollers = new Peer[POLLERS];

    Pollers(Neighbourhood in) {
        this.in = in;
    }

    void poll() {
        Pace pace = new Pace(POLLERS / SECONDS, System.nanoTime());
        for (long n = 0; !in.over(); n++) {
            long early = pace.due(n) - System.nanoTime();
            if (early > 0) {
                in.pause(TimeUnit.NANOSECONDS.toMillis(early) + 1);
            }
            poll((int) (n % POLLERS));
        }
    }

    /** One that the server has closed, as it may between two requests, connects anew at its next turn. */
    private void poll(int number) {
        Peer poller = pollers[number];
        try {
            if (poller == null) {
                poller = in.add(new Peer(in.port(), 0));
                pollers[number] = poller;
            }
            poller.ask("/poll", "");
            poller.head();
            poller.pass("hello".length());
            in.worked(1);
        } catch (IOException e) {
            in.cut();
            pollers[number] = null;
        }
    }
}
