package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.OverflowPolicy;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * A view shows its message and nothing else. A listener can neither reach nor change a byte before, behind or beside
 * the message.
 */
class ViewReachTest {
    private static final DeflateTerms TERMS = new DeflateTerms(false, false, 15, 15);
    private static final int READ_BYTES = 256 << 10;

    @Property(tries = 200)
    void whatAListenerReachesIsItsMessageOnly(
            @ForAll Role role,
            @ForAll boolean direct,
            @ForAll @IntRange(min = 1, max = 4) int connections,
            @ForAll long seed) {
        Random random = new Random(seed);
        Workbench bench = new Workbench(() -> 7, () -> 0);
        ProtocolOptions options = new ProtocolOptions(
                Limits.defaults(), TERMS, DeflateOptions.defaults(), Delivery.VIEWS, OverflowPolicy.CLOSE);
        List<Protocol> engines = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            engines.add(role == Role.SERVER ? Protocol.server(options, bench) : Protocol.client(options, bench));
        }
        ByteBuffer read = direct ? ByteBuffer.allocateDirect(READ_BYTES) : ByteBuffer.allocate(READ_BYTES);
        Endpoint sink = Endpoint.inViews(role, TERMS, Limits.defaults());
        for (int turn = 0; turn < 12; turn++) {
            Protocol engine = engines.get(random.nextInt(connections));
            List<byte[]> expected = new ArrayList<>();
            byte[] wire = messages(role, expected, random);
            List<byte[]> seen = new ArrayList<>();
            sink.whenSeen = view -> {
                seen.add(reach(view));
                refusesToBeChanged(view);
            };
            sink.whenTextSeen = sink.whenSeen;
            for (int done = 0; done < wire.length; ) {
                int most = random.nextInt(3) == 0 ? 1 + random.nextInt(9) : READ_BYTES;
                int n = Math.min(wire.length - done, most);
                read.clear().put(wire, done, n).flip();
                while (engine.receive(read, sink)) {
                    // At most one event a call.
                }
                done += n;
            }
            assertThat(seen).usingElementComparator(Arrays::compare).containsExactlyElementsOf(expected);
        }
    }

    /** All bytes that any of its public methods can show. */
    private static byte[] reach(ByteBuffer view) {
        assertThat(view.position()).isZero();
        List<ByteBuffer> ways = List.of(
                view.duplicate().clear(),
                view.duplicate().rewind().limit(view.capacity()),
                view.slice().clear(),
                view.slice(0, view.capacity()).clear(),
                view.asReadOnlyBuffer().clear(),
                view.duplicate().alignedSlice(1).clear());
        byte[] most = {};
        for (ByteBuffer way : ways) {
            byte[] all = new byte[way.remaining()];
            way.get(all);
            most = all.length > most.length ? all : most;
            most = way.hasArray() && way.array().length > most.length
                    ? way.array().clone()
                    : most;
        }
        most = view.hasArray() && view.array().length > most.length
                ? view.array().clone()
                : most;
        assertThatThrownBy(() -> view.duplicate().limit(view.capacity() + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> view.slice(0, view.capacity() + 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        return most;
    }

    private static void refusesToBeChanged(ByteBuffer view) {
        assertThat(view.isReadOnly()).isTrue();
        assertThat(view.hasArray()).isFalse();
        if (view.hasRemaining()) {
            assertThatThrownBy(() -> view.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
        }
    }

    /**
     * Messages of all kinds: whole, fragmented, compressed, small, empty, and larger than the array that is kept for
     * lending.
     */
    private static byte[] messages(Role role, List<byte[]> expected, Random random) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            byte[] payload = new byte[random.nextInt(8) == 0 ? 65_530 + random.nextInt(12) : random.nextInt(40)];
            random.nextBytes(payload);
            int opcode = 2;
            if (random.nextBoolean()) {
                opcode = 1;
                for (int j = 0; j < payload.length; j++) {
                    payload[j] &= 0x7F;
                }
            }
            if (random.nextInt(4) == 0) {
                int cut = random.nextInt(payload.length + 1);
                wire.writeBytes(Wire.frame(role, opcode, Arrays.copyOf(payload, cut)));
                wire.writeBytes(Wire.frame(role, 0x80, Arrays.copyOfRange(payload, cut, payload.length)));
            } else if (random.nextInt(4) == 0 && payload.length < 60_000) {
                wire.writeBytes(Wire.frame(role, 0xC0 | opcode, stored(payload)));
            } else {
                wire.writeBytes(Wire.frame(role, 0x80 | opcode, payload));
            }
            expected.add(payload);
        }
        return wire.toByteArray();
    }

    /** A stored block, and the header of the empty one whose rest a sender removes. */
    private static byte[] stored(byte[] payload) {
        int n = payload.length;
        ByteBuffer block = ByteBuffer.allocate(n + 6);
        block.put((byte) 0).put((byte) n).put((byte) (n >> 8)).put((byte) ~n).put((byte) (~n >> 8));
        return block.put(payload).put((byte) 0).array();
    }
}
