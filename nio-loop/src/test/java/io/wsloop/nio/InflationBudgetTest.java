package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** However many connections send what inflates to much, a turn does so much of it and no more, and each has its share. */
class InflationBudgetTest {
    private static final int PEERS = 40;
    private static final int EACH = 12;
    private static final int INFLATED = 1 << 20;

    /** What a turn's reading may inflate to, in messages: 16 budgets of 256 KiB. */
    private static final int A_TURNS = 4;

    private final List<Integer> heard = new ArrayList<>(Collections.nCopies(PEERS, 0));
    private int listeners;

    @Test
    void whatWaitsToBeInflatedIsDoneOverManyTurnsAndEvenly() throws Exception {
        List<RawPeer> peers = new ArrayList<>();
        try (Steps steps = new Steps(
                Limits.defaults(),
                request -> counting(listeners++),
                builder -> builder.deflate(DeflateOptions.defaults()))) {
            for (int i = 0; i < PEERS; i++) {
                RawPeer peer = new RawPeer(steps.server.port());
                peers.add(peer);
                peer.send(RawPeer.GOOD_UPGRADE
                        .replace("/echo", "/")
                        .replace("Upgrade: w", "Sec-WebSocket-Extensions: permessage-deflate\r\nUpgrade: w")
                        .getBytes(StandardCharsets.US_ASCII));
                int count = i;
                steps.until(() -> listeners > count);
                assertThat(peer.readHead()).contains("permessage-deflate");
            }
            for (RawPeer peer : peers) {
                peer.send(messages());
            }
            // Reading delivers one message of each at least; the others wait for their turn.
            steps.until(() -> Collections.min(heard) > 0);
            while (total() < PEERS * EACH) {
                int before = total();
                steps.serverLoop.runOnce(Duration.ofMillis(1));
                assertThat(total() - before).isLessThanOrEqualTo(A_TURNS);
                assertThat(Collections.max(heard) - Collections.min(heard)).isLessThanOrEqualTo(EACH / 2);
            }
            assertThat(heard).containsOnly(EACH);
            assertThat(steps.errors).isEmpty();
        } finally {
            for (RawPeer peer : peers) {
                peer.close();
            }
        }
    }

    private int total() {
        return heard.stream().mapToInt(Integer::intValue).sum();
    }

    private WebSocketListener counting(int number) {
        return new WebSocketListener() {
            @Override
            public void onBinary(WebSocket ws, byte[] payload) {
                assertThat(payload).hasSize(INFLATED);
                heard.set(number, heard.get(number) + 1);
            }
        };
    }

    private static byte[] messages() {
        byte[] out = new byte[4096];
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(new byte[INFLATED]);
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - 4;
        deflater.end();
        ByteBuffer all = ByteBuffer.allocate(EACH * (length + 8));
        for (int i = 0; i < EACH; i++) {
            all.put((byte) 0xC2)
                    .put((byte) 0xFE)
                    .putShort((short) length)
                    .putInt(0)
                    .put(out, 0, length);
        }
        return all.array();
    }
}
