package io.wsloop.nio;

import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * How a loop is made.
 *
 * @param readBufferBytes the one direct buffer that all connections of a loop are read into
 * @param stagingBytes the one direct buffer in which replies are collected until the connection's turn is over
 * @param readBudgetBytes how much one connection may read in one turn before the others have theirs
 * @param threads makes the loop's thread
 * @param clock nanoseconds as by System.nanoTime
 */
public record LoopOptions(
        int readBufferBytes, int stagingBytes, int readBudgetBytes, ThreadFactory threads, LongSupplier clock) {
    public static LoopOptions defaults() {
        throw new UnsupportedOperationException();
    }
}
