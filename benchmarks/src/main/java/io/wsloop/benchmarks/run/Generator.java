package io.wsloop.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.load.Load;
import io.wsloop.benchmarks.load.Result;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The load generator's process: it lives as long as the run, so that its code is compiled once and not anew for every visit. It
 * takes a visit as a line of JSON and answers with what it measured, as another.
 */
final class Generator implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 120;

    private final Cpus cpus;
    private final Children children;
    private Process process;
    private BufferedWriter orders;
    private BufferedReader answers;

    @SuppressWarnings("NullAway.Init") // start makes them
    Generator(Cpus cpus, Children children) throws IOException {
        this.cpus = cpus;
        this.children = children;
        start();
    }

    private void start() throws IOException {
        List<String> options = List.of("-XX:+UseSerialGC", "-Xms512m", "-Xmx2g", "-XX:MaxDirectMemorySize=1g");
        List<String> command =
                Jvm.command(cpus.generator(), options, System.getProperty("java.class.path"), Main.class.getName());
        command.addAll(List.of("load", "--served"));
        process = children.add(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        orders = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Has one visit made. A generator that does not answer is started anew. */
    Result run(Load load) throws IOException, InterruptedException {
        try {
            orders.write(JSON.writeValueAsString(load));
            orders.newLine();
            orders.flush();
            BufferedReader from = answers;
            String line = CompletableFuture.supplyAsync(() -> readLine(from)).get(patience(load), TimeUnit.SECONDS);
            if (!line.isEmpty()) {
                return Result.of(JSON.readTree(line));
            }
            return restarted(load, "the generator ended in the middle of the cell");
        } catch (TimeoutException e) {
            return restarted(load, "expected the generator's answer within " + patience(load) + " s");
        } catch (ExecutionException | IOException e) {
            return restarted(load, "expected the generator's answer, got " + e);
        }
    }

    private static long patience(Load load) {
        return PATIENCE_SECONDS + (long) (load.warmUpSeconds() + load.seconds());
    }

    private Result restarted(Load load, String error) throws IOException {
        children.end(process);
        start();
        return Result.failed(load.cell(), error);
    }

    private static String readLine(BufferedReader from) {
        try {
            String line = from.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    /** The other side of it: answers lines until they end. */
    static void serve(Reader in, PrintStream out) throws IOException {
        BufferedReader lines = new BufferedReader(in);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(JSON.readValue(line, Load.class).run().toJson());
            out.flush();
        }
    }

    @Override
    public void close() {
        children.end(process);
    }
}
