package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server's process costs, seen from outside: CPU time, resident memory, live heap. */
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
    OptionalLong cpuNanos() {
        if (pid == 0) {
            return OptionalLong.empty();
        }
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(time -> OptionalLong.of(time.toNanos()))
                .orElse(OptionalLong.empty());
    }

    /** Bytes of it that are in memory; empty where there is no {@code /proc}. */
    OptionalLong residentBytes() throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        if (pid == 0 || !Files.isReadable(status)) {
            return OptionalLong.empty();
        }
        Matcher match = RESIDENT.matcher(Files.readString(status));
        return match.find() ? OptionalLong.of(Long.parseLong(match.group(1)) << 10) : OptionalLong.empty();
    }

    /** Bytes that a full collection leaves on its heap; the collection also gives free memory back to the system. */
    OptionalLong liveHeapBytes() throws IOException {
        if (pid == 0) {
            return OptionalLong.empty();
        }
        Matcher match = TOTAL.matcher(jcmd("GC.class_histogram"));
        return match.find() ? OptionalLong.of(Long.parseLong(match.group(1))) : OptionalLong.empty();
    }

    /**
     * Bytes that the threads which still live have allocated since they began. The virtual machine gives them in whole mebibytes
     * above a hundred of those.
     */
    public OptionalLong allocatedBytes() throws IOException {
        return allocatedBytes(jcmd("Thread.print", "-e"));
    }

    static OptionalLong allocatedBytes(String threads) {
        Matcher match = ALLOCATED.matcher(threads);
        long sum = 0;
        boolean found = false;
        while (match.find()) {
            found = true;
            sum += Long.parseLong(match.group(1)) << 10 * "BKMG".indexOf(match.group(2));
        }
        return found ? OptionalLong.of(sum) : OptionalLong.empty();
    }

    private String jcmd(String... order) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(pid));
        command.addAll(List.of(order));
        // Into a file: a virtual machine stands still while it writes, and one that were asked about itself through a
        // pipe
        // would wait for ever for itself to read.
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
