package io.wsloop.loop;

import java.util.concurrent.atomic.AtomicReference;

/** The stage of a loop's life. It only moves on. Any thread. */
final class Life {
    enum Stage {
        /** The loop makes turns, or will make them. */
        OPEN,
        /** The present turn is the last. */
        CLOSING,
        /** The last tasks run. */
        ENDING,
        /** The loop drops everything registered, and registers nothing more. */
        DROPPING,
        /** No task will run. */
        ENDED
    }

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OPEN);

    /** Moves from one stage to the next. False, without a change, if the loop is in another stage. */
    boolean move(Stage from, Stage to) {
        return stage.compareAndSet(from, to);
    }

    boolean isOpen() {
        return stage.get() == Stage.OPEN;
    }

    boolean isPast(Stage past) {
        Stage present = stage.get();
        return present != null && present.compareTo(past) > 0;
    }
}
