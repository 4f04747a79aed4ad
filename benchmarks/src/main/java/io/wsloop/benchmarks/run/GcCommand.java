package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Load;
import io.wsloop.benchmarks.load.Measurement;
import io.wsloop.benchmarks.load.ServerProbe;
import io.wsloop.benchmarks.report.Summary;
import io.wsloop.benchmarks.run.Visits.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A steady load under each collector: how often and how long the server stands still, and what a message leaves behind. */
@Command(
        name = "gc",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Runs wsloop under G1, ZGC and Serial at a steady rate and reads the virtual machine's own log.")
final class GcCommand implements Callable<Integer> {
    /** What the command is asked for by name; the off switch is for the collector that every server of a run gets. */
    enum Collector {
        G1("-XX:-UseSerialGC", "-XX:+UseG1GC"),
        ZGC("-XX:-UseSerialGC", "-XX:+UseZGC"),
        SERIAL("-XX:+UseSerialGC");

        private final List<String> options;

        Collector(String... options) {
            this.options = List.of(options);
        }
    }

    /** What is sent. */
    enum Payload {
        BINARY(""),
        TEXT("-t");

        private final String suffix;

        Payload(String suffix) {
            this.suffix = suffix;
        }
    }

    /** Who comes this near has kept the rate. */
    private static final double NEAR = 0.99;

    private static final double START_SECONDS = 2;

    /** A closed loop asks no more of a server than it can; only one that is compiled is asked for a rate. */
    private static final String WARM_UP = "c100p16-125";

    @Option(
            names = "--collectors",
            split = ",",
            defaultValue = "g1,zgc,serial",
            description = "${COMPLETION-CANDIDATES}")
    List<Collector> collectors = List.of();

    @Option(names = "--payloads", split = ",", defaultValue = "binary,text", description = "${COMPLETION-CANDIDATES}")
    List<Payload> payloads = List.of();

    @Option(names = "--rate", defaultValue = "500k", description = "messages a second in all, on 100 connections")
    String rate = "";

    @Option(names = "--seconds", defaultValue = "60", description = "measured seconds of each payload and collector")
    double seconds;

    @Option(names = "--warm-up", defaultValue = "12", description = "unmeasured seconds before them")
    double warmUpSeconds;

    @Mixin
    ResultOptions where = new ResultOptions();

    @Override
    public Integer call() throws Exception {
        Contestant ours = Contestants.of(Path.of("")).named(Contestants.OURS);
        Cpus cpus = Cpus.find();
        Children children = new Children();
        Journal journal = new Journal(where.name, where.file());
        Progress progress = new Progress(System.out, System::nanoTime);
        System.out.println("JDK " + Jvm.version() + ", " + cpus.about() + ", results in " + journal.file());
        progress.expect(collectors.size() * payloads.size() * visitSeconds());
        journal.machine(Server.Mode.PLAIN.flags() + ", but for the collector");
        Files.createDirectories(journal.logs());
        try (Generator generator = new Generator(cpus, children)) {
            for (Collector collector : collectors) {
                for (Payload payload : payloads) {
                    Cell cell = Cell.parse("open-" + rate + "-c100-125" + payload.suffix);
                    Path log = journal.logs().resolve(where.name + "-" + named(collector) + payload.suffix + "-gc.log");
                    Contestant server = ours.variant(named(collector), List.of(), options(collector, log), 1);
                    Visit visit = new Visit(1, cell, server);
                    try (Server running = Server.start(server, Server.Mode.PLAIN, cpus, journal.logs(), children)) {
                        Result result = measure(generator, running, visit, payload, log, journal);
                        progress.done(visitSeconds());
                        progress.say(result.shown());
                        System.out.print(shortfall(result.measured(), cell.perSecond()));
                    }
                }
            }
        }
        System.out.println();
        System.out.print(Summary.of(where.file(), where.name).marks(7));
        System.out.println("Results in " + where.file() + ", what the virtual machines wrote in " + journal.logs());
        return 0;
    }

    private double visitSeconds() {
        return START_SECONDS + warmUpSeconds + seconds;
    }

    private static String named(Collector collector) {
        return collector.name().toLowerCase(Locale.ROOT);
    }

    private static List<String> options(Collector collector, Path log) throws IOException {
        // A virtual machine appends, and pauses of another run are none of this one.
        Files.deleteIfExists(log);
        return Stream.concat(collector.options.stream(), Stream.of(Standstill.LOG_OPTION.formatted(log)))
                .toList();
    }

    /** The warm-up is visits of their own, so that between the two readings nothing is allocated but for what is counted. */
    private Result measure(Generator generator, Server server, Visit visit, Payload payload, Path log, Journal journal)
            throws IOException, InterruptedException {
        String closed = WARM_UP + payload.suffix;
        generator.run(load(server, Cell.parse(closed), warmUpSeconds / 2));
        generator.run(load(server, visit.cell(), warmUpSeconds / 2));
        ServerProbe probe = new ServerProbe(server.pid());
        OptionalLong before = probe.allocatedBytes();
        long from = System.currentTimeMillis();
        Measurement measured = generator.run(load(server, visit.cell(), seconds));
        long to = System.currentTimeMillis();
        OptionalLong after = probe.allocatedBytes();
        if (measured.error() != null) {
            return journal.keep(visit, measured, null);
        }
        Standstill standstill = Standstill.of(Files.readAllLines(log), from, to);
        Long units = measured.units();
        if (before.isPresent() && after.isPresent() && units != null) {
            standstill = standstill.withAllocated(after.getAsLong() - before.getAsLong(), units);
        }
        return journal.keep(visit, measured, standstill);
    }

    private static Load load(Server server, Cell cell, double seconds) {
        return new Load(cell.name(), server.port(), server.pid(), false, 0, seconds, LoadCommand.PATIENCE);
    }

    /** What there is to say when the rate was not kept; empty when it was. */
    static String shortfall(Measurement measured, int asked) {
        if (measured.error() != null) {
            return String.format(
                    Locale.ROOT,
                    "    The rate was not kept: the server or the generator is too slow here for %,d a second; see --rate.%n",
                    asked);
        }
        Double reached = measured.perSecond();
        Double micros = measured.serverMicrosPerUnit();
        if (reached != null && reached < NEAR * asked) {
            // The generator spins between messages, so that its own CPU is always in full use and says nothing.
            return String.format(
                    Locale.ROOT,
                    "    The rate was not kept: %,.0f of %,d a second, the server using %.2f of its CPU.%n",
                    reached,
                    asked,
                    micros == null ? Double.NaN : micros * reached / 1e6);
        }
        return "";
    }
}
