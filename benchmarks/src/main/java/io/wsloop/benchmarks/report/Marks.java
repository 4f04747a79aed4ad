package io.wsloop.benchmarks.report;

import static io.wsloop.benchmarks.load.Figure.ALLOCATED;
import static io.wsloop.benchmarks.load.Figure.LAST_OVER_FIRST;
import static io.wsloop.benchmarks.load.Figure.LONGEST_PAUSE;
import static io.wsloop.benchmarks.load.Figure.P99;
import static io.wsloop.benchmarks.load.Figure.P999;
import static io.wsloop.benchmarks.load.Figure.RATE;
import static io.wsloop.benchmarks.load.Figure.REPLY_BYTES;
import static io.wsloop.benchmarks.load.Figure.SERVER_MICROS;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.report.Mark.Measure;
import java.util.ArrayList;
import java.util.List;

/** The marks that whole servers are held to. They are ratios of one run where they can be, as machines differ. */
final class Marks {
    private static final String WSLOOP = "wsloop";
    private static final String TAKEOVER = "wsloop-takeover";
    private static final String ONE_LOOP = "wsloop@1-loop";
    private static final String TWO_LOOPS = "wsloop@2-loops";
    private static final String BARE = "bare-nio";
    private static final String NETTY_NIO = "netty-nio";
    private static final String DEFLATE_CELL = "z-c100-1k";

    /** The share of a mark below which something is broken rather than disturbed. */
    private static final double FAR = 0.55;

    static final List<Mark> ALL = all();

    private Marks() {}

    /** What must hold in a cell even where other work disturbs: a large share of the bare echo's mark, and of Netty NIO. */
    static List<Mark> floors(String cell) {
        List<Mark> floors = new ArrayList<>();
        for (Mark mark : ALL) {
            if (mark.measure() == Measure.SHARE_OF_RAW && mark.isOf(cell)) {
                floors.add(mark.within(1 - FAR));
            }
        }
        if (!floors.isEmpty() && Cell.parse(cell).inflight() > 1) {
            floors.add(new Mark(1, WSLOOP, cell, Measure.TIMES_NETTY_NIO, SERVER_MICROS, 1));
        }
        return floors;
    }

    private static List<Mark> all() {
        List<Mark> marks = new ArrayList<>();
        echo(marks, "c100-125", 0.95);
        echo(marks, "c1000-125", 0.95);
        echo(marks, "c100p16-125", 0.85);
        echo(marks, "c100p16-1k-t", 0.75);
        echo(marks, "c100p16-1k-u", 0.6);
        echo(marks, "c100-16k", 0.90);
        echo(marks, "c100-64k", 0.90);
        echo(marks, "c10-1m", 0.85);
        marks.add(new Mark(1, WSLOOP, "rtt-125", Measure.TIMES_BEST_PEER, SERVER_MICROS, 1));
        marks.add(new Mark(1, WSLOOP, "c100p16-125", Measure.TIMES_NETTY_NIO, SERVER_MICROS, 1.8));
        marks.add(new Mark(1, WSLOOP, "c100p16-1k-t", Measure.TIMES_NETTY_NIO, SERVER_MICROS, 3.5));
        for (String cell : List.of("idle-10k", "idle-19500")) {
            for (Figure heap : List.of(Figure.HEAP_BYTES, Figure.USED_HEAP_BYTES)) {
                marks.add(new Mark(2, WSLOOP, cell, Measure.AT_MOST, heap, 1000));
            }
            for (Figure rss : List.of(Figure.RSS_BYTES, Figure.USED_RSS_BYTES)) {
                marks.add(new Mark(2, WSLOOP, cell, Measure.AT_MOST, rss, 3400));
            }
        }
        marks.add(new Mark(3, WSLOOP, "fan1000-125", Measure.AT_MOST, SERVER_MICROS, 8));
        marks.add(new Mark(3, WSLOOP, "fan1000-125", Measure.RATE_OF_BEST_PEER, RATE, 1.2));
        marks.add(new Mark(3, WSLOOP, "open-5-fan10k-125", Measure.STATED, P99, 0));
        marks.add(new Mark(3, WSLOOP, "open-5-fan10k-125", Measure.AT_MOST, LAST_OVER_FIRST, 1.5));
        marks.add(beside(3, WSLOOP, "fan1000-125", SERVER_MICROS, 1.1, new Place(BARE, "fan1000-125")));
        marks.add(beside(3, WSLOOP, "fan1000s10-125", P99, 1.1, new Place(WSLOOP, "fan1000-125")));
        marks.add(new Mark(4, WSLOOP, "connect", Measure.AT_MOST, SERVER_MICROS, 75));
        marks.add(beside(4, WSLOOP, "connect", SERVER_MICROS, 1.2, new Place(BARE, "connect")));
        marks.add(new Mark(4, WSLOOP, "first-1k-connect", Measure.STATED, SERVER_MICROS, 0));
        marks.add(beside(4, WSLOOP, "first-1k-connect", SERVER_MICROS, 1, new Place(NETTY_NIO, "first-1k-connect")));
        marks.add(new Mark(4, WSLOOP, "open-900-connect", Measure.STATED, P999, 0));
        marks.add(new Mark(5, WSLOOP, DEFLATE_CELL, Measure.AT_MOST, SERVER_MICROS, 60));
        marks.add(new Mark(5, WSLOOP, DEFLATE_CELL, Measure.AT_MOST, REPLY_BYTES, 290));
        marks.add(new Mark(5, TAKEOVER, DEFLATE_CELL, Measure.TIMES_BEST_WITH_CONTEXT, SERVER_MICROS, 1));
        marks.add(new Mark(5, TAKEOVER, DEFLATE_CELL, Measure.TIMES_BEST_WITH_CONTEXT, REPLY_BYTES, 0.97));
        for (String cell : List.of("c100-125", "c100p16-125")) {
            marks.add(beside(6, TWO_LOOPS, cell, SERVER_MICROS, 1.15, new Place(ONE_LOOP, cell)));
        }
        marks.add(new Mark(7, WSLOOP, "tail-*-c100-125", Measure.TIMES_NETTY_NIO, P999, 1));
        for (String collector : List.of("g1", "zgc", "serial")) {
            for (String cell : List.of("open-500k-c100-125", "open-500k-c100-125-t")) {
                for (Figure figure : List.of(LONGEST_PAUSE, ALLOCATED)) {
                    marks.add(new Mark(7, WSLOOP + "@" + collector, cell, Measure.STATED, figure, 0));
                }
            }
        }
        return List.copyOf(marks);
    }

    private static Mark beside(int number, String server, String cell, Figure figure, double bound, Place other) {
        return new Mark(number, server, cell, Measure.AT_MOST_TIMES, figure, bound, other);
    }

    private static void echo(List<Mark> marks, String cell, double shareOfRaw) {
        marks.add(new Mark(1, WSLOOP, cell, Measure.SHARE_OF_RAW, SERVER_MICROS, shareOfRaw));
        marks.add(new Mark(1, WSLOOP, cell, Measure.TIMES_BEST_PEER, SERVER_MICROS, 1));
    }
}
