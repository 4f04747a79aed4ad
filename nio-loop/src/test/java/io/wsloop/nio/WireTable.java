package io.wsloop.nio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the tables of bad input that lie beside the tests; their first lines tell the notation. */
public final class WireTable {
    /**
     * One row.
     *
     * @param expected status or close code
     * @param what is wrong with it
     * @param bytes to send
     */
    public record Case(int expected, String what, byte[] bytes) {
        @Override
        public String toString() {
            return expected + " for " + what;
        }
    }

    private static final Pattern REPEATED = Pattern.compile("\\{(\\d+)\\*(.*?)}");
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String UPGRADE = String.join(
            "\r\n",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: " + KEY);

    private WireTable() {}

    public static List<Case> frames() {
        List<Case> cases = new ArrayList<>();
        for (String line : lines("bad-frames.txt")) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] cells = line.split("\\|", -1);
                cases.add(new Case(Integer.parseInt(cells[0].trim()), cells[1].trim(), hex(cells[2])));
            }
        }
        return cases;
    }

    public static List<Case> handshakes() {
        List<Case> cases = new ArrayList<>();
        String title = "";
        StringBuilder head = new StringBuilder();
        List<String> lines = new ArrayList<>(lines("bad-handshakes.txt"));
        lines.add("");
        for (String line : lines) {
            if (line.startsWith("#")) {
                continue;
            }
            if (line.isEmpty()) {
                if (!title.isEmpty()) {
                    String[] cells = title.split("\\|", 2);
                    cases.add(new Case(Integer.parseInt(cells[0].trim()), cells[1].trim(), head(head)));
                    title = "";
                }
            } else if (title.isEmpty()) {
                title = line;
                head.setLength(0);
            } else {
                head.append(line).append("\r\n");
            }
        }
        return cases;
    }

    public static byte[] hex(String cell) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String token : cell.trim().split("\\s+")) {
            int star = token.indexOf('*');
            byte[] bytes = HexFormat.of().parseHex(star < 0 ? token : token.substring(0, star));
            int times = star < 0 ? 1 : Integer.parseInt(token.substring(star + 1));
            for (int i = 0; i < times; i++) {
                out.writeBytes(bytes);
            }
        }
        return out.toByteArray();
    }

    private static byte[] head(StringBuilder lines) {
        String text = lines.toString().replace("{upgrade}", UPGRADE).replace("{key}", KEY);
        text = REPEATED.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(2).repeat(Integer.parseInt(found.group(1)))));
        // The mark that keeps the next line on this one takes the line's own end with it.
        text = text.replace("\\+\r\n", "").replace("\\+", "");
        text = text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .replace("\\t", "\t");
        text = Pattern.compile("\\\\x([0-9a-f]{2})")
                .matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
        return (text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> lines(String resource) {
        try (InputStream in = WireTable.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource + " beside " + WireTable.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
