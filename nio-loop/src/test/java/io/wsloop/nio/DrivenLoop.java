package io.wsloop.nio;

import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A loop that makes turns on a thread of its own, but only while it is told to, and the peers of its connections. */
final class DrivenLoop {
    final EventLoop loop;
    final List<ScriptedPeer> peers = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile boolean working;
    private @Nullable Future<?> work;

    DrivenLoop(LoopOptions options) throws IOException {
        loop = EventLoop.open(options);
    }

    void begin() {
        working = true;
        work = thread.submit(() -> {
            while (working) {
                loop.runOnce(Duration.ofMillis(1));
            }
            return null;
        });
    }

    /** When this returns the loop stands between two turns, and whoever called sees all that it wrote. */
    void rest() throws Exception {
        working = false;
        if (work != null) {
            work.get(20, TimeUnit.SECONDS);
        }
    }

    /** While it rests. */
    Object selector() throws ReflectiveOperationException {
        return field(field(field(loop, "turn"), "selecting"), "selector");
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    public void close() throws Exception {
        rest();
        for (ScriptedPeer peer : peers) {
            peer.close();
        }
        thread.submit(loop::close).get(20, TimeUnit.SECONDS);
        thread.shutdown();
    }
}
