package io.wsloop.benchmarks.run;

import com.sun.management.UnixOperatingSystemMXBean;
import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Load;
import io.wsloop.benchmarks.load.Result;
import io.wsloop.benchmarks.load.ServerProbe;
import io.wsloop.benchmarks.run.Contestant.Skill;
import io.wsloop.benchmarks.run.Visits.Visit;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One part of a plan, carried out. Plain cells come first, all servers up at once and all but one at rest; then the same with
 * compression; then the visits that each have a process for themselves: idle connections, the first connections of a process,
 * and servers whose virtual machine is watched. The load is generated on the calling thread.
 */
final class Course {
    /** Seconds without a reply that end a cell. */
    static final double PATIENCE = 10;

    private static final List<String> WARM_UP = List.of("c100p16-125", "c100p4-1k-t", "c100p4-1k-u", "c20-64k");
    private static final List<String> WARM_UP_DEFLATE = List.of("z-c100p4-1k", "z-c100-1k");
    /** At a rate the compiler would wait long for its numbers. */
    private static final String WARM_UP_CONNECT = "connect";
    /** From this share on, a rate counts as kept. */
    private static final double NEAR = 0.99;
    /** What a virtual machine opens besides connections: jars, logs, selectors. */
    private static final int OTHER_DESCRIPTORS = 300;

    private final Plan.Part part;
    private final long seed;
    private final Journal journal;
    private final Cpus cpus;
    private final PrintStream console;
    private int left;

    Course(String run, Plan.Part part, long seed, Path out, Cpus cpus, PrintStream console) throws IOException {
        this.part = part;
        this.seed = seed;
        this.journal = new Journal(run, out);
        this.cpus = cpus;
        this.console = console;
    }

    /** Leaves out the cells for which a process may not open descriptors enough, and says so. */
    static List<Cell> fitting(List<Cell> cells, PrintStream console) {
        long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        List<Cell> fitting =
                cells.stream().filter(cell -> fits(cell, descriptors)).toList();
        if (fitting.size() < cells.size()) {
            console.println("A process may open " + descriptors + " descriptors here (ulimit -n): measured are "
                    + fitting.stream().map(Cell::name).toList());
        }
        return fitting;
    }

    /** Whether a server, or the generator, may have as many connections. */
    static boolean fits(Cell cell, long descriptors) {
        return cell.connections() + OTHER_DESCRIPTORS <= descriptors;
    }

    List<Result> run(List<Contestant> contestants, List<Cell> cells) throws IOException, InterruptedException {
        console.println("JDK " + Runtime.version() + ", " + cpus.about() + ", results in " + journal.file());
        if (cpus.crowded() && contestants.stream().anyMatch(contestant -> contestant.cpus() > 1)) {
            console.println(
                    "There is no third CPU: the generator shares one with the second loop. So the two loops take"
                            + " turns with it, rates mean nothing, and CPU time a message holds the price of those turns too.");
        }
        journal.machine(cpus.count(), Server.Mode.PLAIN.flags());
        List<Visit> visits = Visits.order(contestants, cells, part.rounds(), part.idleRounds(), seed);
        left = visits.size();
        together(Server.Mode.PLAIN, visits);
        together(Server.Mode.DEFLATE, visits);
        for (Visit visit : visits) {
            if (isAlone(visit)) {
                alone(visit);
            }
        }
        return journal.results();
    }

    private static boolean isAlone(Visit visit) {
        Cell.Kind kind = visit.cell().kind();
        return kind == Cell.Kind.IDLE
                || kind == Cell.Kind.FIRST_CONNECTS
                || visit.contestant().can(Skill.WATCHED);
    }

    private void together(Server.Mode mode, List<Visit> all) throws IOException, InterruptedException {
        List<Visit> visits = all.stream()
                .filter(visit -> !isAlone(visit) && Server.Mode.of(visit.cell()) == mode)
                .toList();
        Map<Contestant, Set<Cell>> cells = visits.stream()
                .collect(Collectors.groupingBy(
                        Visit::contestant,
                        LinkedHashMap::new,
                        Collectors.mapping(Visit::cell, Collectors.toCollection(LinkedHashSet::new))));
        Map<Contestant, Server> servers = new LinkedHashMap<>();
        Map<Contestant, String> missing = new LinkedHashMap<>();
        try {
            for (Map.Entry<Contestant, Set<Cell>> entry : cells.entrySet()) {
                Contestant contestant = entry.getKey();
                try {
                    say("warming up " + contestant.name());
                    Server server = Server.start(contestant, mode, cpus, journal.logs());
                    servers.put(contestant, server);
                    warmUp(server, mode, entry.getValue());
                } catch (IOException e) {
                    missing.put(contestant, String.valueOf(e.getMessage()));
                    say(contestant.name() + " takes no part: " + e.getMessage());
                }
            }
            for (Visit visit : visits) {
                Server server = servers.get(visit.contestant());
                String cell = visit.cell().name();
                if (server == null) {
                    String why = missing.getOrDefault(visit.contestant(), "did not start");
                    left--;
                    journal.keep(visit, Result.failed(cell, why));
                } else if (!server.running()) {
                    finish(visit, Result.failed(cell, "the server has ended: " + server.lastWords()));
                } else {
                    finish(visit, visit(server, visit.cell(), part.rewarmSeconds(), part.seconds()));
                }
            }
        } finally {
            servers.values().forEach(Server::close);
        }
    }

    /** A visit with a process for itself. What is watched is warmed up by visits, so that between two readings there is one. */
    private void alone(Visit visit) throws IOException, InterruptedException {
        Cell cell = visit.cell();
        Contestant contestant = visit.contestant();
        boolean watched = contestant.can(Skill.WATCHED);
        Path log = journal.logs().resolve(contestant.name() + "-" + cell.name() + "-gc.log");
        Contestant started = watched ? contestant.with(List.of(Standstill.LOG_OPTION.formatted(log))) : contestant;
        // A virtual machine appends, and pauses of another run are none of this one.
        Files.deleteIfExists(log);
        try (Server server = Server.start(started, Server.Mode.of(cell), cpus, journal.logs())) {
            if (!watched) {
                finish(visit, visit(server, cell, 0, part.seconds()));
                return;
            }
            // A closed loop asks no more of a server than it can do: only compiled code is asked for a rate.
            visit(server, Cell.parse("c100p16-125"), 0, part.warmUpSeconds() / 2);
            visit(server, cell, 0, part.warmUpSeconds() / 2);
            ServerProbe probe = new ServerProbe(server.pid());
            double before = probe.allocatedBytes();
            long from = System.currentTimeMillis();
            Result result = visit(server, cell, 0, part.seconds());
            long to = System.currentTimeMillis();
            double after = probe.allocatedBytes();
            Double units = result.get(Figure.UNITS);
            if (units != null) {
                result = Standstill.of(Files.readAllLines(log), from, to)
                        .on(result)
                        .with(Figure.ALLOCATED, (after - before) / units);
            }
            finish(visit, result);
        } catch (IOException e) {
            finish(visit, Result.failed(cell.name(), String.valueOf(e.getMessage())));
        }
    }

    private void warmUp(Server server, Server.Mode mode, Set<Cell> cells) {
        Set<String> names = new LinkedHashSet<>();
        for (Cell cell : cells) {
            switch (cell.kind()) {
                case CONNECT, PACED_CONNECT -> names.add(WARM_UP_CONNECT);
                case FAN_OUT -> names.add(cell.slow() == 0 ? cell.name() : WARM_UP.get(0));
                default -> names.addAll(mode == Server.Mode.DEFLATE ? WARM_UP_DEFLATE : WARM_UP);
            }
        }
        names.removeIf(name -> !server.contestant().takes(Cell.parse(name)));
        for (String name : names) {
            visit(server, Cell.parse(name), 0, part.warmUpSeconds() / names.size());
        }
    }

    private static Result visit(Server server, Cell cell, double warmUpSeconds, double seconds) {
        boolean raw = server.contestant().can(Skill.RAW);
        return new Load(cell.name(), server.port(), server.pid(), raw, warmUpSeconds, seconds, PATIENCE).run();
    }

    private void finish(Visit visit, Result result) throws IOException {
        left--;
        say(journal.keep(visit, result).shown());
        console.print(shortfall(result, visit.cell().perSecond()));
    }

    private void say(String line) {
        console.println("[" + left + " left] " + line);
    }

    /** What there is to say when a rate was asked for and not kept; else empty. */
    static String shortfall(Result result, int asked) {
        Double reached = result.get(Figure.RATE);
        Double micros = result.get(Figure.SERVER_MICROS);
        if (Cell.parse(result.cell()).kind() != Cell.Kind.OPEN_LOOP) {
            return "";
        }
        if (reached == null) {
            return String.format(
                    Locale.ROOT,
                    "    The rate was not kept: the server or the generator is too slow here for %,d a second; see --cells.%n",
                    asked);
        }
        // The generator spins between messages, so that its own CPU is always in full use and says nothing.
        return reached >= NEAR * asked
                ? ""
                : String.format(
                        Locale.ROOT,
                        "    The rate was not kept: %,.0f of %,d a second, the server using %.2f of its CPU.%n",
                        reached,
                        asked,
                        micros == null ? Double.NaN : micros * reached / 1e6);
    }
}
