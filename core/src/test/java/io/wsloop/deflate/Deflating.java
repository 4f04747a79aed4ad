package io.wsloop.deflate;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The steps that the tests of this package share. */
final class Deflating {
    private Deflating() {}

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] copy(MessageDeflater.Deflated view) {
        return Arrays.copyOf(view.array(), view.length());
    }

    static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    static byte[] inflate(MessageInflater inflater, byte[] message) throws DeflateException {
        return inflate(inflater, List.of(message), 4096);
    }

    /** Feeds a message piece by piece, and inflates it in steps. */
    static byte[] inflate(MessageInflater inflater, List<byte[]> pieces, int step) throws DeflateException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        inflate(inflater, pieces, step, out);
        return out.toByteArray();
    }

    /** Feeds a message piece by piece, and inflates it in steps. The output before a fault is kept. */
    static void inflate(MessageInflater inflater, List<byte[]> pieces, int step, ByteArrayOutputStream out)
            throws DeflateException {
        for (byte[] piece : pieces) {
            inflater.feed(piece, 0, piece.length);
            drain(inflater, step, out);
        }
        inflater.feedTail();
        drain(inflater, step, out);
        inflater.endMessage();
    }

    private static void drain(MessageInflater inflater, int step, ByteArrayOutputStream out) throws DeflateException {
        byte[] buffer = new byte[step];
        for (int n = inflater.inflate(buffer, 0, step); n > 0; n = inflater.inflate(buffer, 0, step)) {
            out.write(buffer, 0, n);
        }
    }

    /** Counts the objects that are made and ended, and notices one that is ended twice. */
    static final class Counting extends ZlibFactory {
        int made;
        int ended;

        @Override
        Deflater deflater(int level) {
            made++;
            return new Deflater(level, true) {
                private boolean over;

                @Override
                public void end() {
                    if (over) {
                        throw new AssertionError("ended twice");
                    }
                    over = true;
                    ended++;
                    super.end();
                }
            };
        }

        @Override
        Inflater inflater() {
            made++;
            return new Inflater(true) {
                private boolean over;

                @Override
                public void end() {
                    if (over) {
                        throw new AssertionError("ended twice");
                    }
                    over = true;
                    ended++;
                    super.end();
                }
            };
        }
    }
}
