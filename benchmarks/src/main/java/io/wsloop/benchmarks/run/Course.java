package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Load;
import io.wsloop.benchmarks.load.Measurement;
import io.wsloop.benchmarks.run.Visits.Visit;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A whole run. Plain cells come first, all servers up at once and all but one at rest; then the same with compression; then idle
 * connections, each time in a process that has done nothing else.
 */
final class Course {
    /**
     * How long everything takes.
     *
     * @param rounds how often each cell goes round
     * @param idleRounds how often the idle cells do: memory varies less and takes longer
     * @param seconds measured, of a visit
     * @param rewarmSeconds unmeasured, of a visit
     * @param warmUpSeconds unmeasured, of a server that has just started: its compiler's seconds
     * @param patienceSeconds how long a server may say nothing
     * @param seed of the order
     */
    record Plan(
            int rounds,
            int idleRounds,
            double seconds,
            double rewarmSeconds,
            double warmUpSeconds,
            double patienceSeconds,
            long seed) {}

    /** About what opening and closing the connections of a visit takes, in all and each, a server's start, an idle cell. */
    private static final double CONNECT_SECONDS = 0.25;

    private static final double EACH_CONNECT_SECONDS = 0.0003;

    private static final double START_SECONDS = 1;
    private static final double IDLE_SECONDS = 12;

    private static final String[] WARM_UP = {"c100p16-125", "c100p4-1k-t", "c100p4-1k-u", "c20-64k"};
    private static final String[] WARM_UP_DEFLATE = {"z-c100p4-1k", "z-c100-1k"};

    /** At a rate the compiler would wait long for its numbers. */
    private static final String WARM_UP_CONNECT = "connect";

    private final Plan plan;
    private final Journal journal;
    private final PrintStream console;
    private final Cpus cpus;
    private final Children children = new Children();
    private final Progress progress;

    Course(String run, Plan plan, Path out, PrintStream console) throws IOException {
        this.plan = plan;
        this.journal = new Journal(run, out);
        this.console = console;
        this.cpus = Cpus.find();
        this.progress = new Progress(console, System::nanoTime);
    }

    List<Result> run(List<Contestant> contestants, List<Cell> cells) throws IOException, InterruptedException {
        List<Cell> plain = of(cells, Server.Mode.PLAIN);
        List<Cell> deflate = of(cells, Server.Mode.DEFLATE);
        List<Cell> idle = of(cells, Server.Mode.IDLE);
        List<Visit> plainVisits = Visits.order(contestants, plain, plan.rounds(), plan.seed());
        List<Visit> deflateVisits = Visits.order(contestants, deflate, plan.rounds(), plan.seed());
        List<Visit> idleVisits = Visits.order(contestants, idle, plan.idleRounds(), plan.seed());
        console.println("JDK " + Jvm.version() + ", " + cpus.about() + ", results in " + journal.file());
        plainVisits.forEach(visit -> progress.expect(visitSeconds(visit.cell())));
        deflateVisits.forEach(visit -> progress.expect(visitSeconds(visit.cell())));
        progress.expect(idleVisits.size() * IDLE_SECONDS);
        progress.expect((warmUps(contestants, plain) + warmUps(contestants, deflate)) * startSeconds());
        journal.machine(Server.Mode.PLAIN.flags());
        try (Generator generator = new Generator(cpus, children)) {
            together(generator, contestants, Server.Mode.PLAIN, plainVisits);
            together(generator, contestants, Server.Mode.DEFLATE, deflateVisits);
            for (Visit visit : idleVisits) {
                alone(generator, visit);
            }
        }
        return journal.results();
    }

    private static List<Cell> of(List<Cell> cells, Server.Mode mode) {
        return cells.stream().filter(cell -> Server.Mode.of(cell) == mode).toList();
    }

    private double visitSeconds(Cell cell) {
        return plan.rewarmSeconds()
                + Load.expectedSeconds(cell, plan.seconds())
                + CONNECT_SECONDS
                + EACH_CONNECT_SECONDS * cell.connections();
    }

    private double startSeconds() {
        return START_SECONDS + plan.warmUpSeconds();
    }

    private static int warmUps(List<Contestant> contestants, List<Cell> cells) {
        Predicate<Contestant> taking = contestant -> cells.stream().anyMatch(contestant::takes);
        return (int) contestants.stream().filter(taking).count();
    }

    private void together(Generator generator, List<Contestant> contestants, Server.Mode mode, List<Visit> visits)
            throws IOException, InterruptedException {
        Map<Contestant, Server> servers = new LinkedHashMap<>();
        Map<Contestant, String> missing = new LinkedHashMap<>();
        try {
            for (Contestant contestant : contestants) {
                Set<Cell> own = new LinkedHashSet<>();
                visits.stream()
                        .filter(visit -> visit.contestant().equals(contestant))
                        .forEach(visit -> own.add(visit.cell()));
                if (own.isEmpty()) {
                    continue;
                }
                try {
                    Server server = Server.start(contestant, mode, cpus, journal.logs(), children);
                    servers.put(contestant, server);
                    warmUp(generator, server, mode, own);
                } catch (IOException e) {
                    missing.put(contestant, String.valueOf(e.getMessage()));
                    progress.say(contestant.name() + " takes no part: " + e.getMessage());
                }
            }
            for (Visit visit : visits) {
                Server server = servers.get(visit.contestant());
                if (server == null) {
                    keep(visit, Measurement.failed(missing.getOrDefault(visit.contestant(), "did not start")));
                } else if (!server.running()) {
                    finish(visit, Measurement.failed("the server has ended: " + server.lastWords()));
                } else {
                    finish(visit, visit(generator, server, visit.cell(), plan.rewarmSeconds(), plan.seconds()));
                }
            }
        } finally {
            servers.values().forEach(Server::close);
        }
    }

    private void alone(Generator generator, Visit visit) throws IOException, InterruptedException {
        try (Server server = Server.start(visit.contestant(), Server.Mode.IDLE, cpus, journal.logs(), children)) {
            finish(visit, visit(generator, server, visit.cell(), 0, plan.seconds()));
        } catch (IOException e) {
            finish(visit, Measurement.failed(String.valueOf(e.getMessage())));
        }
    }

    private void warmUp(Generator generator, Server server, Server.Mode mode, Set<Cell> cells)
            throws IOException, InterruptedException {
        progress.say("warming up " + server.contestant().name());
        Set<String> names = new LinkedHashSet<>(List.of(mode == Server.Mode.DEFLATE ? WARM_UP_DEFLATE : WARM_UP));
        for (Cell cell : cells) {
            if (cell.kind() == Cell.Kind.CONNECT || cell.kind() == Cell.Kind.PACED_CONNECT) {
                names.add(WARM_UP_CONNECT);
            } else if (cell.kind() == Cell.Kind.FAN_OUT && cell.slow() == 0) {
                names.add(cell.name());
            }
        }
        for (String name : names) {
            if (server.contestant().takes(Cell.parse(name))) {
                visit(generator, server, Cell.parse(name), 0, plan.warmUpSeconds() / names.size());
            }
        }
        progress.done(startSeconds());
    }

    private Measurement visit(Generator generator, Server server, Cell cell, double warmUpSeconds, double seconds)
            throws IOException, InterruptedException {
        return generator.run(new Load(
                cell.name(),
                server.port(),
                server.pid(),
                server.contestant().raw(),
                warmUpSeconds,
                seconds,
                plan.patienceSeconds()));
    }

    private void finish(Visit visit, Measurement measured) throws IOException {
        progress.say(keep(visit, measured).shown());
    }

    private Result keep(Visit visit, Measurement measured) throws IOException {
        Result result = journal.keep(visit, measured, null);
        progress.done(visit.cell().kind() == Cell.Kind.IDLE ? IDLE_SECONDS : visitSeconds(visit.cell()));
        return result;
    }
}
