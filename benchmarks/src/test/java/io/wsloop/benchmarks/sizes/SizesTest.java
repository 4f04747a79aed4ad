package io.wsloop.benchmarks.sizes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.wsloop.deflate.DeflateOptions;
import io.wsloop.loop.EventLoop;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SizesTest {
    private static final int CONNECTIONS = 100;
    private static final String CONNECTION = "io.wsloop.nio.internal.wire.Connection";

    private static Sizes plain;

    @BeforeAll
    static void measurePlain() throws IOException {
        plain = measured("plain", new Subject.Served(null));
    }

    private static Sizes measured(String name, Subject subject) throws IOException {
        try (subject) {
            return Sizes.of(name, subject, CONNECTIONS, 1);
        }
    }

    private static double objects(Sizes sizes, String name) {
        return sizes.classes().keySet().stream()
                .filter(type -> type.getName().equals(name))
                .mapToDouble(sizes::objects)
                .sum();
    }

    @Test
    void a_connection_is_counted_once_and_its_channel_too() {
        assertThat(objects(plain, CONNECTION)).isEqualTo(1);
        assertThat(objects(plain, "sun.nio.ch.SocketChannelImpl")).isEqualTo(1);
        assertThat(objects(plain, EventLoop.class.getName())).isZero();
    }

    @Test
    void what_compression_keeps_shows_after_a_message() throws IOException {
        DeflateOptions takeover =
                DeflateOptions.defaults().withServerNoContextTakeover(false).withClientNoContextTakeover(false);
        Sizes sizes = measured("takeover", new Subject.Served(takeover));
        assertThat(objects(sizes, "io.wsloop.deflate.Window")).isEqualTo(1);
        assertThat(sizes.usedBytes()).isGreaterThan(sizes.freshBytes() + 1_000);
    }

    @Test
    void the_table_has_a_line_for_each_class_and_sums_that_fit() throws IOException {
        Sizes bare = measured("bare channel", new Subject.Bare());
        String table = Sizes.table(List.of(bare, plain));
        assertThat(table)
                .startsWith("| class | bare channel | plain |\n|---|---:|---:|\n")
                .contains(
                        "| `" + CONNECTION + "` |  | ",
                        "| wsloop's classes | 0 | ",
                        "| more than a bare channel | 0 | ");
        assertThat(plain.usedBytes()).isGreaterThan(bare.usedBytes());
    }

    @Test
    void the_count_is_of_what_was_made_between_two_looks() throws IOException {
        Subject lists = new Lists();
        Sizes sizes = measured("ten numbers", lists);
        assertThat(sizes.objects(long[].class)).isEqualTo(1);
        assertThat(sizes.bytes(long[].class)).isCloseTo(16 + 10 * 8, within(8.0));
        assertThat(sizes.isOfConnections(long[].class)).isTrue();
        assertThat(sizes.isOfConnections(int[].class)).isFalse();
    }

    /** Ten numbers for each. */
    private static final class Lists implements Subject {
        private final List<long[]> all = new ArrayList<>();

        @Override
        public Object root() {
            return all;
        }

        @Override
        public SocketChannel open() throws IOException {
            all.add(new long[10]);
            return SocketChannel.open();
        }

        @Override
        public void exchange(SocketChannel peer) {}

        @Override
        public void close() {}
    }
}
