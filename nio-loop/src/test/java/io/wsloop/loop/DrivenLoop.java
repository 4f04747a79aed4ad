package io.wsloop.loop;

import io.wsloop.nio.ScriptedPeer;
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
public final class DrivenLoop {
    public final EventLoop loop;
    public final List<ScriptedPeer> peers = new ArrayList<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private volatile boolean working;
    private @Nullable Future<?> work;

    public DrivenLoop(LoopOptions options) throws IOException {
        loop = EventLoop.open(options);
    }

    public void begin() {
        working = true;
        work = thread.submit(() -> {
            while (working) {
                loop.runOnce(Duration.ofMillis(1));
            }
            return null;
        });
    }

    /** When this returns the loop stands between two turns, and whoever called sees all that it wrote. */
    public void rest() throws Exception {
        working = false;
        if (work != null) {
            work.get(20, TimeUnit.SECONDS);
        }
    }

    /** While it rests. */
    public Object selector() throws ReflectiveOperationException {
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
