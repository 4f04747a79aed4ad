package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The outbox compared with its model, one plain queue of bytes. Both hold the same bytes in the same order, and agree
 * after each step on how many wait.
 */
class OutboxPropertyTest {
    private static final int[] SIZES = {0, 1, 2, 14, 100, 125, 126, 500, 512, 3000, 8191, 8192, 8193, 20_000, 70_000};

    private final byte[] scratch = new byte[4096];

    @Property(tries = 400)
    void writesTheConcatenationOfTheFramesHoweverTheyAreTaken(
            @ForAll long seed, @ForAll @IntRange(min = 14, max = 20_000) int stagingBytes) {
        Random random = new Random(seed);
        Outbox outbox = new Outbox();
        SlowSocket socket = new SlowSocket();
        ByteBuffer staging = ByteBuffer.allocate(stagingBytes);
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        boolean corked = false;
        for (int step = 0; step < 60; step++) {
            socket.takes(willing(random));
            switch (random.nextInt(6)) {
                case 0, 1, 2 -> append(outbox, model, random);
                case 3 -> {
                    if (!corked) {
                        outbox.lend(staging, socket);
                        corked = true;
                    }
                }
                case 4 -> {
                    if (corked) {
                        uncork(outbox, socket, model);
                        corked = false;
                    }
                }
                default -> {
                    if (!corked) {
                        socket.write(outbox);
                    }
                }
            }
            agree(outbox, socket, model);
        }
        uncork(outbox, socket.takesAll(), model);
        socket.writeAll(outbox);
        assertThat(socket.bytes()).isEqualTo(model.toByteArray());
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.buffers()).isEmpty();
        assertThat(outbox.waitingBytes()).isZero();
        assertThat(outbox.isStalled()).isFalse();
        assertThat(staging.position()).isZero();
    }

    private static long willing(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> random.nextInt(10_000);
            default -> Long.MAX_VALUE;
        };
    }

    private void append(Outbox outbox, ByteArrayOutputStream model, Random random) {
        byte[] payload = new byte[SIZES[random.nextInt(SIZES.length)]];
        random.nextBytes(payload);
        switch (random.nextInt(3)) {
            case 0 -> {
                outbox.frame(0x82, payload, 0, payload.length);
                header(model, 0, payload.length);
                model.writeBytes(payload);
            }
            case 1 -> {
                int key = random.nextInt();
                outbox.maskedFrame(0x82, payload, 0, payload.length, key, scratch);
                header(model, 0x80, payload.length);
                byte[] keyBytes = ByteBuffer.allocate(4).putInt(key).array();
                model.writeBytes(keyBytes);
                for (int i = 0; i < payload.length; i++) {
                    model.write(payload[i] ^ keyBytes[i % 4]);
                }
            }
            default -> {
                outbox.view(ByteBuffer.wrap(payload).asReadOnlyBuffer());
                model.writeBytes(payload);
            }
        }
    }

    /** A second, plain way to write the header of RFC 6455 §5.2. */
    private static void header(ByteArrayOutputStream model, int mask, int length) {
        model.write(0x82);
        if (length < 126) {
            model.write(mask | length);
        } else if (length < 65_536) {
            model.write(mask | 126);
            model.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            model.write(mask | 127);
            model.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
    }

    private static void uncork(Outbox outbox, SlowSocket socket, ByteArrayOutputStream model) {
        ByteBuffer staged = outbox.staged();
        agree(outbox, socket, model);
        if (staged != null) {
            socket.take(staged);
            agree(outbox, socket, model);
        }
        outbox.reclaim();
    }

    private static void agree(Outbox outbox, SlowSocket socket, ByteArrayOutputStream model) {
        assertThat(outbox.pending()).isEqualTo(model.size() - socket.size());
        assertThat(outbox.isEmpty()).isEqualTo(model.size() == socket.size());
        assertThat(outbox.count()).isBetween(outbox.waitingBytes() > 0 ? 1 : 0, 64);
    }
}
