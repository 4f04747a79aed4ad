package io.wsloop.loop;

import java.util.concurrent.atomic.AtomicReference;

/** How far a loop's life has come. It only moves on. Any thread. */
final class Life {
    enum Stage {
        /** Turns are made, or will be. */
        OPEN,
        /** The present turn is the last. */
        CLOSING,
        /** The last tasks run. */
        ENDING,
        /** Everything registered is dropped, and nothing more is registered. */
        DROPPING,
        ENDED
    }

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OPEN);

    /** False when the loop is in another stage: then nothing changes. */
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
