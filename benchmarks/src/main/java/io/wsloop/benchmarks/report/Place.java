package io.wsloop.benchmarks.report;

/** Where a figure was measured: at which server, in which cell. */
record Place(String server, String cell) {}
