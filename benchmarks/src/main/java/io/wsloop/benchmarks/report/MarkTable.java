package io.wsloop.benchmarks.report;

import java.util.List;

/** The marks, each with the cell, what was aimed at, what was measured, and whether it was reached. */
final class MarkTable {
    /** From this ratio on the two cannot be told apart. */
    private static final double LEVEL = 0.95;

    private final List<Verdict> verdicts;

    private MarkTable(List<Verdict> verdicts) {
        this.verdicts = verdicts;
    }

    static MarkTable of(List<Mark> marks, Rounds rounds) {
        return new MarkTable(
                marks.stream().map(mark -> Verdict.of(mark, rounds)).toList());
    }

    /** The same without the marks that were not measured. */
    MarkTable measured() {
        return new MarkTable(verdicts.stream()
                .filter(verdict -> verdict.outcome() != Verdict.Outcome.NOT_MEASURED)
                .toList());
    }

    @Override
    public String toString() {
        MarkdownTable table = new MarkdownTable("", List.of("cell", "mark", "measured", ""));
        for (Verdict verdict : verdicts) {
            Mark mark = verdict.mark();
            String of = mark.server().equals("wsloop") ? "" : ", " + mark.server();
            table.add(
                    Integer.toString(mark.number()),
                    List.of(
                            verdict.cell() + of,
                            aim(mark),
                            measured(verdict),
                            verdict.outcome().word()));
        }
        return table.toString();
    }

    /** How many were reached, missed and not measured, in a sentence. */
    String count() {
        int reached = 0;
        int missed = 0;
        int unknown = 0;
        for (Verdict verdict : verdicts) {
            switch (verdict.outcome()) {
                case REACHED -> reached++;
                case MISSED -> missed++;
                case NOT_MEASURED -> unknown++;
                case STATED -> {}
            }
        }
        return "%d reached, %d not reached, %d not measured in this run.".formatted(reached, missed, unknown);
    }

    /** A line for each mark, for a terminal. */
    String lines() {
        StringBuilder lines = new StringBuilder();
        for (Verdict verdict : verdicts) {
            Mark mark = verdict.mark();
            lines.append("mark %d: %s, %s, %s: %s (%s)%n"
                    .formatted(
                            mark.number(),
                            mark.server(),
                            verdict.cell(),
                            mark.measure() == Mark.Measure.STATED
                                    ? mark.figure().title()
                                    : aim(mark),
                            measured(verdict),
                            verdict.outcome().word().replace("*", "")));
        }
        return lines.toString();
    }

    private static String aim(Mark mark) {
        String figure = mark.figure().title();
        String bound = Texts.number(mark.bound());
        return switch (mark.measure()) {
            case SHARE_OF_RAW -> "at least " + bound + " of raw-nio (" + figure + ")";
            case TIMES_NETTY_NIO -> "at least " + bound + " times Netty NIO (" + figure + ")";
            case TIMES_BEST_PEER -> standing(mark) + " every JVM peer (" + figure + ")";
            case TIMES_BEST_WITH_CONTEXT -> standing(mark) + " every peer that keeps context (" + figure + ")";
            case RATE_OF_BEST_PEER -> "at least " + bound + " of the best JVM peer's rate";
            case AT_MOST_TIMES -> "at most " + bound + " times " + beside(mark) + " (" + figure + ")";
            case AT_MOST -> figure + ": at most " + bound;
            case STATED -> figure + ": stated";
        };
    }

    private static String standing(Mark mark) {
        return mark.bound() >= 1
                ? "ahead of"
                : mark.bound() >= LEVEL ? "level with" : "at least " + Texts.number(mark.bound()) + " times";
    }

    /** What differs between the two that are compared. */
    private static String beside(Mark mark) {
        Place beside = mark.beside();
        return beside == null ? Texts.NOTHING : beside.server().equals(mark.server()) ? beside.cell() : beside.server();
    }

    private static String measured(Verdict verdict) {
        String figure = Texts.spread(verdict.figure());
        String beside = verdict.beside();
        return verdict.figure() == null || beside == null || beside.equals(Rounds.RAW)
                ? figure
                : figure + " × " + beside;
    }
}
