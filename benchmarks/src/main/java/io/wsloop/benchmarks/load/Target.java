package io.wsloop.benchmarks.load;

import java.time.Duration;

/**
 * The server that a cell is run against; always on the loopback interface.
 *
 * @param port where it listens
 * @param pid its process, or 0 when nothing is to be read from it
 * @param path where it is asked for a WebSocket
 * @param raw whether it is a bare TCP echo, without any handshake
 * @param deflate whether permessage-deflate is asked for
 * @param patience how long nothing may come before the cell has failed
 */
record Target(int port, long pid, String path, boolean raw, boolean deflate, Duration patience) {}
