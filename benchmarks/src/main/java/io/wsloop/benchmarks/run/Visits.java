package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * In which order servers are visited: every cell of every round goes once round all servers, in an order of its own, so that
 * results that are compared were measured seconds apart and no server always comes first. A machine that changes its speed in the
 * course of minutes changes it for all.
 */
final class Visits {
    /**
     * One cell of one round at one server.
     *
     * @param round from 1
     * @param cell what is measured
     * @param contestant of whom
     */
    record Visit(int round, Cell cell, Contestant contestant) {}

    private Visits() {}

    /** @param idleRounds of idle cells; the others go round {@code rounds} times */
    static List<Visit> order(List<Contestant> contestants, List<Cell> cells, int rounds, int idleRounds, long seed) {
        Random random = new Random(seed);
        List<Visit> visits = new ArrayList<>();
        for (int round = 1; round <= Math.max(rounds, idleRounds); round++) {
            for (Cell cell : cells) {
                List<Contestant> turn = new ArrayList<>(contestants);
                Collections.shuffle(turn, random);
                int last = cell.kind() == Cell.Kind.IDLE ? idleRounds : rounds;
                for (Contestant contestant : turn) {
                    if (round <= last && contestant.takes(cell)) {
                        visits.add(new Visit(round, cell, contestant));
                    }
                }
            }
        }
        return visits;
    }
}
