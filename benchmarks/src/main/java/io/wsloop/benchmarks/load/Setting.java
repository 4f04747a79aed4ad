package io.wsloop.benchmarks.load;

/** What every kind of work is given: how long, what, against whom, with which messages, and what counts it. */
record Setting(Load load, Cell cell, Target target, Script script, Meter meter) {}
