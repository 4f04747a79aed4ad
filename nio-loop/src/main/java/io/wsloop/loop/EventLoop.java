package io.wsloop.loop;

import io.wsloop.nio.internal.report.Preload;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One selector, and the thread that owns every channel registered with it. {@link #runOnce} makes one turn:
 *
 * <pre>
 *   select until the next deadline → ready channels, within a budget → tasks → due timers → flushes
 * </pre>
 *
 * {@link #run} repeats turns on a thread until {@link #close}. A test calls {@code runOnce} itself. The thread that made the
 * latest turn is the loop's thread. {@link LoopOptions#errors} hears of every exception of a task or a timer, and the loop goes on.
 *
 * <p>Any thread may call {@link #execute}, {@link #offer}, {@link #onLoop}, {@link #schedule}, {@link #shared}, {@link #close},
 * {@link #inLoop}, {@link #isDriven}, {@link #hasEnded}, {@link #turns} and {@link #options}. Only the loop's thread may call the
 * other methods. An interrupt does not end the loop. The loop clears it, because it would make every select return at once.
 */
public final class EventLoop implements Executor, Runnable, AutoCloseable {
    /** A longer delay counts as this one, so that its sum with the clock stays far from overflow. */
    private static final Duration LONGEST_DELAY = Duration.ofDays(36_500);

    static {
        Preload.classesBeside(EventLoop.class);
        Preload.logging();
    }

    private final LoopOptions options;
    private final Life life = new Life();
    private final TaskQueue tasks = new TaskQueue();
    private final Shared shared = new Shared();
    private final Turn turn;
    private volatile @Nullable Thread thread;
    private volatile boolean turning;
    private volatile long turns;

    EventLoop(LoopOptions options, Selecting.Call call) throws IOException {
        this.options = options;
        turn = new Turn(options, life, tasks, call);
    }

    /**
     * Opens a loop that makes no turns yet. Call {@link #run} on a thread, or {@link #runOnce} for each turn.
     *
     * @param options of the loop
     * @return a new loop
     * @throws IOException when the system cannot open another selector
     */
    public static EventLoop open(LoopOptions options) throws IOException {
        return new EventLoop(options, Selecting.Call.REAL);
    }

    /**
     * Makes one turn on the calling thread, which is the loop's thread from here on.
     *
     * @param timeout the longest wait for a ready channel; zero or less does not wait, a year or more waits without an end
     * @return the number of ready channels, tasks, timers and flushes; zero for an idle turn
     * @throws IOException when the selector fails and the loop cannot open another
     * @throws IllegalStateException inside a turn, and when the loop has ended
     */
    public int runOnce(Duration timeout) throws IOException {
        Duration wait = saturated("timeout", timeout);
        begin();
        try {
            turn.begin();
            turn.select(wait);
            turn.runTasks();
            turn.fireTimers();
            turn.flush();
            return turn.end();
        } finally {
            turning = false;
            if (!life.isOpen()) {
                end();
            }
        }
    }

    private void begin() {
        boolean over = life.isPast(Life.Stage.CLOSING);
        if (turning || over) {
            throw new IllegalStateException(
                    over ? "the loop has ended" : "runOnce was called from within a turn; return from the callback");
        }
        thread = Thread.currentThread();
        turning = true;
        turns++;
    }

    /**
     * Makes turns on the calling thread until the loop is closed. {@link LoopOptions#errors} hears of a turn that fails, and the
     * next turn follows. After 50 failures in a row the loop ends and drops everything registered, listening sockets first, because
     * a port that accepts nothing would look like a server.
     */
    @Override
    public void run() {
        Running.run(this);
    }

    /**
     * Starts a thread that runs the loop. {@link #inLoop} and {@link #close} know the thread before it runs. If this throws, the
     * loop has no thread, so {@link #close} ends it at once.
     */
    Thread startThread() {
        // A factory of the caller may break its contract.
        @Nullable Thread started = options.threads().newThread(this);
        if (started == null) {
            throw new IllegalStateException(
                    "the thread factory of LoopOptions.threads returned null in place of a thread");
        }
        thread = started;
        try {
            started.start();
        } catch (Throwable e) {
            thread = null;
            throw e;
        }
        return started;
    }

    /**
     * Runs a task on the loop's thread, after all earlier tasks. It wakes a sleeping loop.
     *
     * @param task {@link LoopOptions#errors} hears of its exception
     * @throws RejectedExecutionException when the loop has ended
     */
    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        if (!offer(task)) {
            throw ended();
        }
    }

    /**
     * Runs a task like {@link #execute}, but returns false in place of an exception when the loop has ended.
     *
     * @param task {@link LoopOptions#errors} hears of its exception
     * @return false when the loop has ended and the task will not run
     */
    public boolean offer(Runnable task) {
        Objects.requireNonNull(task, "task");
        if (!tasks.add(task)) {
            return false;
        }
        if (!inLoop()) {
            turn.selecting.wakeUp();
        }
        return true;
    }

    /**
     * Runs a task at once if the calling thread is the loop's, and {@link #offer}s it otherwise.
     *
     * @param task its exception reaches the caller if it runs at once
     * @return false when the loop has ended and the task will not run
     */
    public boolean onLoop(Runnable task) {
        Objects.requireNonNull(task, "task");
        if (inLoop() && !hasEnded()) {
            task.run();
            return true;
        }
        return offer(task);
    }

    /**
     * Runs a task on the loop's thread after a delay.
     *
     * @param delay from this call, by the loop's clock; zero or less is due at once; the maximum is a hundred years, and a longer
     *     delay counts as a hundred years
     * @param task {@link LoopOptions#errors} hears of its exception
     * @return close it, on any thread, to cancel the task; its close throws nothing
     * @throws RejectedExecutionException when the loop has ended
     */
    public Scheduled schedule(Duration delay, Runnable task) {
        Scheduled scheduled = new Scheduled(
                this,
                options.clock().getAsLong() + saturated("delay", delay).toNanos(),
                Objects.requireNonNull(task, "task"));
        if (!onLoop(scheduled::arm)) {
            throw ended();
        }
        return scheduled;
    }

    private static RejectedExecutionException ended() {
        return new RejectedExecutionException("the loop has ended; no task can run on it");
    }

    private static Duration saturated(String name, Duration value) {
        if (Objects.requireNonNull(value, name).isNegative()) {
            return Duration.ZERO;
        }
        return value.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : value;
    }

    /**
     * Registers a non-blocking channel that {@link LoopOptions#provider} opened.
     *
     * @param channel its owner closes it, at the latest in {@link Registered#drop}
     * @param interest operations of {@link SelectionKey}, or 0
     * @param registered the owner; the loop calls it when the channel is ready
     * @return the channel's key until {@link Registered#moved}
     * @throws IOException when the loop is ending: it drops no later registration
     */
    public SelectionKey register(SelectableChannel channel, int interest, Registered registered) throws IOException {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(registered, "registered");
        assert inLoop();
        if (life.isPast(Life.Stage.ENDING)) {
            throw Shedding.loopClosed();
        }
        turn.flushes.ensureCapacity(turn.selecting.keys().size() + 1);
        return turn.selecting.register(channel, interest, registered);
    }

    /** {@return a new list of all owners that are registered now, in no order} */
    public List<Registered> registered() {
        assert inLoop();
        List<Registered> all = new ArrayList<>();
        for (SelectionKey key : turn.selecting.keys()) {
            if (key.isValid()) {
                all.add((Registered) key.attachment());
            }
        }
        return all;
    }

    /**
     * Has the loop call {@link Registered#flush} at the end of this turn, or of a later turn if more than {@link
     * LoopOptions#taskBudget} owners wait. Every call adds one flush.
     *
     * @param registered the owner to flush
     */
    public void flushLater(Registered registered) {
        Objects.requireNonNull(registered, "registered");
        assert inLoop();
        turn.flushes.add(registered);
    }

    /**
     * Arms a timer. An armed timer moves to the new time. No effect once the loop has ended.
     *
     * @param timer expires once
     * @param at nanoseconds of the loop's clock; a past time is due at once, or in the next turn if a timer of this turn arms it;
     *     {@link Timer#NEVER} disarms the timer
     * @throws IllegalStateException when the timer is armed on another loop
     */
    public void arm(Timer timer, long at) {
        Objects.requireNonNull(timer, "timer");
        assert inLoop();
        turn.timers.arm(timer, at);
    }

    /**
     * Arms a timer unless it is armed for an earlier time. No effect once the loop has ended.
     *
     * @param timer expires once
     * @param at nanoseconds of the loop's clock; {@link Timer#NEVER} changes nothing
     * @throws IllegalStateException when the timer is armed on another loop for a later time
     */
    public void armBy(Timer timer, long at) {
        Objects.requireNonNull(timer, "timer");
        assert inLoop();
        turn.timers.armBy(timer, at);
    }

    /**
     * Disarms a timer. No effect on a timer that is not armed. A loop that ends disarms all its timers.
     *
     * @param timer does not expire
     * @throws IllegalStateException when the timer is armed on another loop
     */
    public void disarm(Timer timer) {
        Objects.requireNonNull(timer, "timer");
        assert inLoop();
        turn.timers.disarm(timer);
    }

    /** {@return the number of armed timers} */
    public int timers() {
        return turn.timers.size();
    }

    /**
     * The time of this turn. The loop reads its clock once a turn.
     *
     * @return nanoseconds of {@link LoopOptions#clock}
     */
    public long now() {
        return turn.clock.getAsLong();
    }

    /**
     * {@link #now} as an object, for a class that must not know the loop.
     *
     * @return the same object at each call
     */
    public LongSupplier turnClock() {
        return turn.clock;
    }

    /**
     * How many bytes one channel may handle now before it must let the others have their turn: {@link LoopOptions#readBudgetBytes},
     * or a sixteenth of it once all channels together have handled sixteen such budgets in this turn.
     *
     * @return bytes to read, or bytes that reading leads to
     */
    public int readBudget() {
        return turn.readBudget();
    }

    /**
     * Counts handled bytes against the budget of the turn.
     *
     * @param bytes that were handled, see {@link #readBudget}
     */
    public void spend(long bytes) {
        turn.spend(bytes);
    }

    /**
     * Returns the loop's one object of a type, and makes it at the first call. The loop closes an {@link AutoCloseable} object when
     * it has ended. Call this once for each channel and keep the object, because the call searches a list under a lock.
     *
     * @param <T> the type of the object
     * @param type the key
     * @param maker called once, on the calling thread; it must not wait for another thread that calls this method
     * @return the same object for every caller
     * @throws RejectedExecutionException when the loop has ended, also by the maker; a new {@link AutoCloseable} object is then closed
     * @throws IllegalStateException when a maker calls this for the type that it makes
     */
    public <T> T shared(Class<T> type, Function<? super EventLoop, ? extends T> maker) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(maker, "maker");
        return shared.get(type, this, maker);
    }

    /**
     * Drops an owner that failed outside a call of the loop. The loop does the same after a call that throws. {@link
     * LoopOptions#errors} hears of the error.
     *
     * @param registered the owner to drop
     * @param error the reason
     */
    public void failed(Registered registered, Throwable error) {
        turn.shedding.failed(registered, error);
    }

    /**
     * Frees memory after an {@link OutOfMemoryError}: the loop drops the owners that hold most memory until the heap has room.
     * Call this with every error that you catch outside a call of the loop. It ignores other errors.
     *
     * @param error the caught error
     */
    public void heapMayBeFull(Throwable error) {
        turn.shedding.heapMayBeFull(error);
    }

    /** {@return the options given to {@link #open}} */
    public LoopOptions options() {
        return options;
    }

    /** {@return true if the calling thread is the loop's, as in every callback} */
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /** {@return the number of turns, the present one too; it may be out of date on any thread but the loop's} */
    public long turns() {
        return turns;
    }

    /** {@return true once a thread makes turns, until the loop has ended} */
    public boolean isDriven() {
        return thread != null && !hasEnded();
    }

    /** {@return true once everything on this loop is dropped and no further task will run} */
    public boolean hasEnded() {
        return life.isPast(Life.Stage.DROPPING);
    }

    int selectorsReplaced() {
        return turn.selecting.replaced();
    }

    /**
     * Ends the loop: runs the tasks that wait, then drops everything registered. Inside a turn, and on any other thread, it returns
     * at once, and the loop ends after its present turn.
     */
    @Override
    public void close() {
        life.move(Life.Stage.OPEN, Life.Stage.CLOSING);
        // Between two turns of this thread, or before the first turn, no other thread would end the loop.
        if (thread == null || (inLoop() && !turning)) {
            end();
        } else {
            turn.selecting.wakeUp();
        }
    }

    /** Every step runs even if the one before it throws. */
    private void end() {
        if (!life.move(Life.Stage.CLOSING, Life.Stage.ENDING)) {
            return;
        }
        thread = Thread.currentThread();
        try {
            runLastTasks();
        } finally {
            life.move(Life.Stage.ENDING, Life.Stage.DROPPING);
            try {
                turn.shedding.dropAll();
            } finally {
                // A full heap may have kept tasks from running. The drops have made room for them.
                runLastTasks();
                life.move(Life.Stage.DROPPING, Life.Stage.ENDED);
                turn.timers.close();
                shared.close(options.errors());
            }
        }
    }

    private void runLastTasks() {
        tasks.close();
        try {
            while (!tasks.isEmpty()) {
                turn.runTasks();
            }
        } catch (Throwable e) {
            turn.shedding.taskFailed(e);
        }
    }
}
