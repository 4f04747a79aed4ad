package io.wsloop.nio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the system thinks of the sockets of a port, where it publishes that in files, as Linux does. */
public final class SocketStates {
    /** The numbers are those of the kernel's include/net/tcp_states.h. */
    public static final String ESTABLISHED = "01";

    /** The peer has ended its stream, and our process has not closed its socket: it never will, if it has forgotten it. */
    public static final String CLOSE_WAIT = "08";

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private SocketStates() {}

    public static boolean arePublished() {
        return Files.isReadable(TABLES.get(0));
    }

    /** How many sockets with this port at either end are in the state; zero where it is not published. */
    public static long count(int port, String state) throws IOException {
        String suffix = String.format(":%04X", port);
        long count = 0;
        for (Path table : TABLES) {
            if (Files.isReadable(table)) {
                // sl local_address rem_address st …
                count += Files.readAllLines(table).stream()
                        .map(line -> line.strip().split("\\s+"))
                        .filter(columns -> columns.length > 3 && columns[3].equals(state))
                        .filter(columns -> columns[1].endsWith(suffix) || columns[2].endsWith(suffix))
                        .count();
            }
        }
        return count;
    }
}
