package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server's process costs, seen from outside. A number that the system or the process did not tell is not a number. */
public final class ServerProbe {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");
    private static final Pattern TOTAL = Pattern.compile("^Total\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);
    private static final Pattern ALLOCATED = Pattern.compile(" allocated=(\\d+)([BKMG]) ");
    private static final int JCMD_SECONDS = 60;

    private final long pid;

    /** Looks at a process; 0 is none. */
    public ServerProbe(long pid) {
        this.pid = pid;
    }

    /** CPU time that it has used, of all threads, user and system. */
    double cpuNanos() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(time -> (double) time.toNanos())
                .orElse(Double.NaN);
    }

    /** Bytes of it that are in memory. */
    double residentBytes() throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        Matcher match = RESIDENT.matcher(Files.isReadable(status) ? Files.readString(status) : "");
        return match.find() ? 1024.0 * Long.parseLong(match.group(1)) : Double.NaN;
    }

    /** Bytes that a full collection leaves on its heap; the collection also gives free memory back to the system. */
    double liveHeapBytes() throws IOException {
        Matcher match = TOTAL.matcher(pid == 0 ? "" : jcmd("GC.class_histogram"));
        return match.find() ? Double.parseDouble(match.group(1)) : Double.NaN;
    }

    /**
     * Bytes that the threads which still live have allocated since they began. The virtual machine gives them in whole mebibytes
     * above a hundred of those.
     */
    public double allocatedBytes() throws IOException {
        return allocatedBytes(jcmd("Thread.print", "-e"));
    }

    static double allocatedBytes(String threads) {
        Matcher match = ALLOCATED.matcher(threads);
        long sum = 0;
        while (match.find()) {
            sum += Long.parseLong(match.group(1)) << 10 * "BKMG".indexOf(match.group(2));
        }
        return sum == 0 ? Double.NaN : sum;
    }

    private String jcmd(String... order) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(pid));
        command.addAll(List.of(order));
        // Into a file: a virtual machine stands still while it writes. One that asks about itself through a pipe would
        // wait
        // for ever for itself to read.
        Path answer = Files.createTempFile("jcmd", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(answer.toFile())
                    .start();
            try {
                if (!process.waitFor(JCMD_SECONDS, TimeUnit.SECONDS)) {
                    throw new CellFailed("expected jcmd to look at process " + pid + " within " + JCMD_SECONDS + " s");
                }
            } finally {
                process.destroy();
            }
            return Files.readString(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while jcmd looked at process " + pid, e);
        } finally {
            Files.delete(answer);
        }
    }
}
