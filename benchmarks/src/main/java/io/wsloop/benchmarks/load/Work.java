package io.wsloop.benchmarks.load;

import java.io.IOException;

/** What a kind of cell does, from the first connection to the last, and when something happens on one of them. */
abstract class Work {
    /** How long, what, against whom, with which messages, and what counts it. */
    record Setting(Load load, Cell cell, Target target, Script script, Meter meter) {}

    final Setting in;
    final Cell cell;

    Work(Setting in) {
        this.in = in;
        this.cell = in.cell();
    }

    abstract Result run() throws IOException;

    /** The handshake is done. */
    void opened(Line line, long now) throws IOException {}

    /** Replies came back whole and right; the line's count already includes them. */
    void replied(Line line, int messages, long now) throws IOException {}

    /** The connection has ended as it should. */
    void ended(Line line, long now) throws IOException {}
}
