package io.wsloop.benchmarks.report;

/**
 * Where a figure was measured.
 *
 * @param server at which server
 * @param cell in which cell
 */
public record Place(String server, String cell) {}
