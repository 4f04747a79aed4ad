package io.wsloop.benchmarks.hostile;

import io.wsloop.benchmarks.load.Framing;
import io.wsloop.benchmarks.load.Pace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who else is on the loop. Each writes as fast as the server reads, or does what it does on a clock. */
public enum Neighbour {
    /** The baseline. */
    NONE("nobody", in -> {}),
    /** A message that obeys every limit and makes a thousand times its size of work. */
    INFLATE("1 client, messages of 1 KiB that inflate to 1 MiB", in -> inflate(in, 1)),
    INFLATE8("8 such clients", in -> inflate(in, 8)),
    /** More than fit in a turn. */
    INFLATE64("64 such clients", in -> inflate(in, 64)),
    /** Stops reading until 16 MiB of small prepared messages wait for it, then reads them all; again and again. */
    CATCH_UP("a reader that stalled, 16 MiB of 20-byte messages behind", in -> in.start(() -> catchUp(in))),
    /** Kept connections that ask every 4 s, and askers that do not wait for their answer. */
    HTTP("1,500 pollers, 1,100 askers that have gone, every 5 s", in -> {
        in.start(() -> poll(in));
        in.start(() -> askAndGo(in));
    }),
    /** Not a client at all: the application's own timers. */
    TIMERS(
            "1,000,000 timers due within 1 s",
            in -> in.start(() -> in.worked(Integer.parseInt(Peer.get(in.port(), "/timers"))))),
    /** Every ping asks for a pong, and none is taken. */
    PINGS(
            "pings without end, pongs not read",
            in -> in.start(() -> flood(in, new byte[0], Peer.frame(9, new byte[125], false)))),
    /** A message of one byte a frame that never ends, until the server has enough. */
    FRAGMENTS("1-byte fragments without end", in -> {
        byte[] goesOn = Peer.frame(0, new byte[1], false);
        goesOn[0] = 0;
        byte[] begins = goesOn.clone();
        begins[0] = 2;
        in.start(() -> flood(in, begins, goesOn));
    }),
    /** A byte of the handshake now and then. */
    DRIPS("200 handshakes that drip, a byte every 10 ms each", in -> in.start(() -> drip(in)));

    private static final int REPEATED = 500;
    private static final int SMALL_BUFFER = 8 << 10;
    private static final int ASKERS = 1100;
    private static final int DRIPPERS = 200;

    private static final int POLLERS = 1500;
    private static final double POLL_SECONDS = 4;

    private final String shown;
    private final Consumer<Neighbourhood> work;

    Neighbour(String shown, Consumer<Neighbourhood> work) {
        this.shown = shown;
        this.work = work;
    }

    String shown() {
        return shown;
    }

    /** Starts the neighbour's threads. */
    void move(Neighbourhood in) {
        work.accept(in);
    }

    private static void inflate(Neighbourhood in, int clients) {
        for (int i = 0; i < clients; i++) {
            in.start(() -> bombs(in));
        }
    }

    private static void bombs(Neighbourhood in) throws IOException {
        byte[] message = Peer.frame(2, Framing.deflated(new byte[1 << 20]), true);
        try (Peer peer = in.add(new Peer(in.port(), 0))) {
            peer.upgraded("/discard", "Sec-WebSocket-Extensions: permessage-deflate\r\n");
            send(in, peer, message);
        }
    }

    private static void flood(Neighbourhood in, byte[] first, byte[] then) throws IOException {
        try (Peer peer = in.add(new Peer(in.port(), 0))) {
            peer.upgraded("/discard", "").send(first);
            send(in, peer, then);
        }
    }

    private static void send(Neighbourhood in, Peer peer, byte[] frame) throws IOException {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < REPEATED; i++) {
            many.writeBytes(frame);
        }
        byte[] bytes = many.toByteArray();
        while (!in.over()) {
            peer.send(bytes);
            in.worked(REPEATED);
        }
    }

    private static void catchUp(Neighbourhood in) throws IOException {
        try (Peer peer = in.add(new Peer(in.port(), SMALL_BUFFER))) {
            peer.upgraded("/stalled", "");
            int messages = Integer.parseInt(Peer.get(in.port(), "/broadcast"));
            peer.pass((2L + VisitedServer.PREPARED_BYTES) * messages);
            in.worked(messages);
        }
    }

    /** One thread asks for all pollers, evenly. One that the server has closed connects anew at its next turn. */
    private static void poll(Neighbourhood in) {
        @Nullable Peer[] pollers = new Peer[POLLERS];
        Pace pace = new Pace(POLLERS / POLL_SECONDS, System.nanoTime());
        for (long n = 0; !in.over(); n++) {
            int number = (int) (n % POLLERS);
            long early = pace.due(n) - System.nanoTime();
            if (early > 0) {
                in.pause(TimeUnit.NANOSECONDS.toMillis(early) + 1);
            }
            try {
                Peer poller = pollers[number];
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

    private static void askAndGo(Neighbourhood in) throws IOException {
        Peer[] askers = new Peer[ASKERS];
        for (int i = 0; i < ASKERS && !in.over(); i++) {
            askers[i] = in.add(new Peer(in.port(), 0));
            askers[i].ask("/later", "");
        }
        for (Peer asker : askers) {
            if (asker != null) {
                asker.close();
            }
        }
        in.pause(5000);
    }

    private static void drip(Neighbourhood in) throws IOException {
        byte[] head = "GET /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Padding: ".getBytes(StandardCharsets.US_ASCII);
        Peer[] drippers = new Peer[DRIPPERS];
        while (!in.over()) {
            for (int i = 0; i < DRIPPERS; i++) {
                try {
                    if (drippers[i] == null) {
                        drippers[i] = in.add(new Peer(in.port(), 0));
                        drippers[i].send(head);
                    }
                    drippers[i].send(new byte[] {'x'});
                } catch (IOException e) {
                    in.cut();
                    drippers[i] = null;
                }
            }
            in.worked(DRIPPERS);
            in.pause(10);
        }
    }
}
