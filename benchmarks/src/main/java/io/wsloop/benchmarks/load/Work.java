package io.wsloop.benchmarks.load;

import java.io.IOException;

/** What a kind of cell does, from the first connection to the last. */
interface Work {
    Result run() throws IOException;
}
