package io.wsloop.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a run was made on. The runner writes it as the value of {@code machine} in a line of its own.
 *
 * @param cpu the processor's model
 * @param cores how many the system sees
 * @param kernel the system and its version
 * @param jdk the virtual machine
 * @param date the day, in UTC
 * @param flags of the servers' virtual machines
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Machine(
        @Nullable String cpu,
        @Nullable Integer cores,
        @Nullable String kernel,
        @Nullable String jdk,
        @Nullable String date,
        @Nullable String flags) {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /**
     * Describes the machine that this runs on.
     *
     * @param flags what the servers were started with, or null when it is not known
     * @return the description
     */
    public static Machine here(@Nullable String flags) {
        return new Machine(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                LocalDate.now(ZoneOffset.UTC).toString(),
                flags);
    }

    private static String cpuModel() {
        if (Files.isReadable(CPU_INFO)) {
            try {
                for (String line : Files.readAllLines(CPU_INFO)) {
                    if (line.startsWith("model name")) {
                        return line.substring(line.indexOf(':') + 1).strip();
                    }
                }
            } catch (IOException e) {
                return System.getProperty("os.arch") + " (" + e.getMessage() + ")";
            }
        }
        return System.getProperty("os.arch");
    }
}
