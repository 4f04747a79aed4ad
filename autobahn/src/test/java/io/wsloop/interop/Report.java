package io.wsloop.interop;

import io.wsloop.interop.ForeignPeer.Library;
import io.wsloop.interop.Wiretap.Heard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was agreed with one peer in one role and how much was said: {@code target/interop/PEER-ROLE.md}, for people. */
final class Report {
    private final Path file;
    private final List<String> lines = new ArrayList<>();

    Report(Library library, String role) {
        file = Path.of("target", "interop", library.name().toLowerCase(Locale.ROOT) + "-" + role + ".md");
        lines.add(
                "| offer | answer | messages | in fragments, compressed (client) | in fragments, compressed (server) |");
        lines.add("|---|---|---|---|---|");
    }

    void add(Heard heard) {
        lines.add("| " + heard.client().extensions() + " | " + heard.server().extensions() + " | "
                + heard.client().messages() + " | " + told(heard.client()) + " | " + told(heard.server()) + " |");
    }

    private static String told(Wiretap.Direction direction) {
        return direction.fragmented() + ", " + direction.compressed();
    }

    void write() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }
}
