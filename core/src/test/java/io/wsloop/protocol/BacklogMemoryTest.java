package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The outbox counts its memory correctly and drains in linear time. It holds at most 1.25 times the pending bytes and 4
 * KiB, for any mix of frames and any pace of the socket.
 */
class BacklogMemoryTest {
    private static final int SLACK = 4 << 10;
    /** The size of a HeapByteBuffer on both JDKs, rounded up. */
    private static final int BUFFER_OBJECT = 64;

    private static final int ARRAY_OBJECT = 16;
    private static final int REFERENCE = 4;
    private static final int BACKLOG_OBJECT = 64;

    private final SlowSocket socket = new SlowSocket();

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void holdsLittleMoreThanItCounts(@ForAll long seed) throws ReflectiveOperationException {
        Random random = new Random(seed);
        Outbox outbox = new Outbox();
        int typical = 1 << random.nextInt(17);
        boolean mixed = random.nextBoolean();
        for (int step = 0; step < 300; step++) {
            int length = mixed && random.nextInt(3) == 0 ? random.nextInt(60_000) : random.nextInt(typical) + 1;
            switch (random.nextInt(5)) {
                case 0, 1 -> outbox.frame(0x82, new byte[length], 0, length);
                case 2 -> outbox.view(ByteBuffer.allocate(length));
                case 3 -> outbox.maskedFrame(0x82, new byte[length], 0, length, 7, new byte[4096]);
                default -> socket.takes(random.nextInt(4 * typical + 20)).write(outbox);
            }
            socket.fresh();
            honest(outbox, step);
        }
        while (!outbox.isEmpty()) {
            socket.takes(1 + random.nextInt(typical * 3) + outbox.pending() / 100)
                    .write(outbox);
            socket.fresh();
            honest(outbox, -1);
        }
        assertThat(held(outbox)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 20, 100, 511, 512, 1023, 1024, 1025, 2047, 2048, 2049, 4100, 8191, 8193, 33_000})
    void holdsLittleMoreForManyOfOneLength(int length) throws ReflectiveOperationException {
        for (int between : new int[] {0, 1, 2, 3000}) {
            Outbox outbox = new Outbox();
            for (int i = 0; i < 2000 && outbox.pending() < 4_000_000; i++) {
                outbox.view(ByteBuffer.allocate(length + 2));
                if (between > 0) {
                    outbox.frame(0x82, new byte[between], 0, between);
                }
                honest(outbox, i);
            }
            while (!outbox.isEmpty()) {
                socket.takes(777 + outbox.pending() / 100).write(outbox);
                socket.fresh();
                honest(outbox, -1);
            }
        }
    }

    /**
     * Once, a million prepared messages of 20 bytes waited a minute, because each write moved all buffers behind it.
     */
    @Test
    void touchesNoBufferTwiceToDrainAMillionTinyViews() throws ReflectiveOperationException {
        Outbox outbox = new Outbox();
        ByteBuffer tiny = ByteBuffer.allocate(22).asReadOnlyBuffer();
        for (int i = 0; i < 1_000_000; i++) {
            outbox.view(tiny);
        }
        assertThat(held(outbox)).isLessThan(27_000_000);
        int writes = 0;
        while (!outbox.isEmpty()) {
            // This write copies nothing, because the bytes themselves do not matter.
            for (int i = 0; i < outbox.count(); i++) {
                ByteBuffer buffer = outbox.buffers()[i];
                buffer.position(buffer.limit());
            }
            outbox.consumed();
            writes++;
        }
        assertThat(writes).isLessThan(22_000_000 / (60 * 1024));
    }

    private static void honest(Outbox outbox, int step) throws ReflectiveOperationException {
        assertThat(held(outbox))
                .as("pending %d, step %d", outbox.pending(), step)
                .isLessThanOrEqualTo(outbox.pending() + outbox.pending() / 4 + SLACK);
    }

    /** The bytes of the objects that only this outbox holds, and the waiting bytes of each view. */
    private static long held(Outbox outbox) throws ReflectiveOperationException {
        Backlog backlog = (Backlog) field(outbox, "backlog");
        if (backlog == null) {
            return 0;
        }
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        seen.add(field(backlog, "GAP"));
        long held = BACKLOG_OBJECT + buffers((ByteBuffer[]) field(backlog, "waiting"), seen);
        held += buffers((ByteBuffer[]) field(backlog, "gathering"), seen);
        return held + buffer((ByteBuffer) field(backlog, "tail"), seen);
    }

    private static long buffers(ByteBuffer[] array, Set<Object> seen) {
        if (array == null) {
            return 0;
        }
        long held = ARRAY_OBJECT + (long) REFERENCE * array.length;
        for (ByteBuffer buffer : array) {
            held += buffer(buffer, seen);
        }
        return held;
    }

    private static long buffer(ByteBuffer buffer, Set<Object> seen) {
        if (buffer == null || !seen.add(buffer)) {
            return 0;
        }
        if (buffer.isReadOnly()) {
            return BUFFER_OBJECT + buffer.remaining();
        }
        return BUFFER_OBJECT + (seen.add(buffer.array()) ? ARRAY_OBJECT + buffer.array().length : 0);
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
