package io.wsloop.benchmarks.run;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The processes that this run started. They end with it, also on Ctrl-C, and no other process is ever touched. */
final class Children {
    private static final int PATIENCE_SECONDS = 5;

    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    Children() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::endAll, "end servers"));
    }

    Process add(Process process) {
        running.add(process);
        return process;
    }

    void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        running.remove(process);
    }

    private void endAll() {
        running.forEach(Process::destroy);
        running.forEach(this::end);
    }
}
