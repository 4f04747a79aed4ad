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
 * One selector and the thread that owns everything registered with it.
 *
 * <p>{@link #runOnce} is the loop, one turn of it:
 *
 * <pre>
 *   select until the next deadline → what is ready, within a budget → tasks → due timers → flush what is dirty
 * </pre>
 *
 * {@link #run} repeats turns on a thread until {@link #close}; a test calls {@code runOnce} itself, for one loop after the
 * other if there are several. The thread that made the latest turn is the loop's thread. What a task or a timer throws is told to
 * {@link LoopOptions#errors}, and the loop goes on.
 *
 * <p>{@link #execute}, {@link #offer}, {@link #onLoop}, {@link #schedule}, {@link #shared}, {@link #close}, {@link #inLoop},
 * {@link #isDriven}, {@link #hasEnded} and {@link #turns} may be called from any thread, everything else on the loop's
 * thread only. An interrupt does not end the loop. The loop clears it, because it would make every select return at once.
 */
public final class EventLoop implements Executor, Runnable, AutoCloseable {
    /** A longer delay is waited for without an end: a sum with the clock stays far from overflow. */
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
     * A loop that is not running yet: call {@link #run} on a thread, or {@link #runOnce} step by step.
     *
     * @param options buffers, budgets, clock
     * @return a new loop
     * @throws IOException when the system has no selector left
     */
    public static EventLoop open(LoopOptions options) throws IOException {
        return new EventLoop(options, Selecting.Call.REAL);
    }

    /**
     * Makes one turn on the calling thread, which is the loop's thread from here on.
     *
     * @param timeout how long to wait for readiness at most; zero or less does not wait, a year or more has no end
     * @return how much was done: ready channels, tasks, timers and flushes; zero for an idle turn
     * @throws IOException when the selector fails and cannot be replaced either
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
     * Makes turns on the calling thread until the loop is closed. A turn that fails is told to {@link LoopOptions#errors},
     * and the next one is made. After 50 failures in a row the loop ends and drops everything
     * registered, listening sockets first: a port that accepts nothing would look like a server.
     */
    @Override
    public void run() {
        Running.run(this);
    }

    /** The thread is known to {@link #inLoop} and {@link #close} before it runs. */
    Thread startThread() {
        Thread started = options.threads().newThread(this);
        thread = started;
        started.start();
        return started;
    }

    /**
     * Runs a task on the loop's thread, after those that were added before. Wakes the loop at most once until it runs.
     *
     * @param task what it throws is told to {@link LoopOptions#errors}
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
     * As {@link #execute}, for a caller who has nothing to do on a loop that has ended.
     *
     * @param task what it throws is told to {@link LoopOptions#errors}
     * @return false when the loop has ended: the task will not run
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
     * Runs a task at once when the calling thread is the loop's, and {@link #offer}s it otherwise.
     *
     * @param task what it throws reaches the caller when it runs at once
     * @return false when the loop has ended: the task will not run
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
     * Runs a task on the loop's thread after a delay, as soon as the turn allows.
     *
     * @param delay counted by the loop's clock from this call; zero or less is due at once, and more than a hundred years
     *     counts as a hundred years
     * @param task what it throws is told to {@link LoopOptions#errors}
     * @return close it, on any thread, to take the task back; its close throws nothing
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
     * Has the loop look after a channel from {@link LoopOptions#provider}, which must not block.
     *
     * @param channel is closed by its owner, who is told to when the loop ends ({@link Registered#drop})
     * @param interest operations of {@link SelectionKey}, or 0
     * @param registered owns the channel
     * @return the channel's key until {@link Registered#moved}
     * @throws IOException when the loop ends: it would not close what is registered then
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

    /**
     * Everything registered at this moment.
     *
     * @return a new list, in no order
     */
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
     * Calls {@link Registered#flush} at the end of this turn, or of a later one when more than {@link
     * LoopOptions#taskBudget} wait for it. To be called once until the flush: each further call adds one.
     *
     * @param registered is flushed
     */
    public void flushLater(Registered registered) {
        Objects.requireNonNull(registered, "registered");
        assert inLoop();
        turn.flushes.add(registered);
    }

    /**
     * Arms a timer, or moves it when it is armed.
     *
     * @param timer is told once
     * @param at when, by the loop's clock; a time that is past is due at once
     */
    public void arm(Timer timer, long at) {
        Objects.requireNonNull(timer, "timer");
        turn.timers.arm(timer, at);
    }

    /**
     * Arms a timer unless it is armed for an earlier time.
     *
     * @param timer is told once
     * @param at when, by the loop's clock; {@link Timer#NEVER} changes nothing
     */
    public void armBy(Timer timer, long at) {
        Objects.requireNonNull(timer, "timer");
        turn.timers.armBy(timer, at);
    }

    /**
     * Disarms a timer, if it is armed.
     *
     * @param timer is not told
     */
    public void disarm(Timer timer) {
        Objects.requireNonNull(timer, "timer");
        turn.timers.disarm(timer);
    }

    /**
     * How many timers are armed.
     *
     * @return a count
     */
    public int timers() {
        return turn.timers.size();
    }

    /**
     * The time of this turn. The clock is read once a turn.
     *
     * @return nanoseconds of {@link LoopOptions#clock}
     */
    public long now() {
        return turn.clock.getAsLong();
    }

    /**
     * Answers {@link #now}, for those who ask for it with each message.
     *
     * @return the same object each time
     */
    public LongSupplier turnClock() {
        return turn.clock;
    }

    /**
     * How much one channel may do now before the others have their turn. Once the turn as a whole has done much, each of
     * those that are still ready does little.
     *
     * @return bytes that are read, or that reading leads to
     */
    public int readBudget() {
        return turn.readBudget();
    }

    /**
     * Counts what a channel did against the turn.
     *
     * @param bytes see {@link #readBudget}
     */
    public void spend(long bytes) {
        turn.spend(bytes);
    }

    /**
     * What everything on this loop shares: the object of this type that belongs to the loop. It is made at the first call,
     * and closed when the loop has ended if it is {@link AutoCloseable}. Look it up when a channel is registered and keep
     * it: this is a search under a lock.
     *
     * @param <T> one object of it is shared
     * @param type the key
     * @param maker called once, on the calling thread; must not wait for another thread that calls this method
     * @return the same object for every caller
     * @throws RejectedExecutionException when the loop has ended
     */
    public <T> T shared(Class<T> type, Function<? super EventLoop, ? extends T> maker) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(maker, "maker");
        return shared.get(type, this, maker);
    }

    /**
     * Drops one that failed outside the loop's calls, as the loop does when one of its calls throws, and tells {@link
     * LoopOptions#errors}.
     *
     * @param registered is dropped
     * @param error why
     */
    public void failed(Registered registered, Throwable error) {
        Objects.requireNonNull(registered, "registered");
        Objects.requireNonNull(error, "error");
        turn.shedding.failed(registered, error);
    }

    /**
     * To be called with every error that is caught outside the loop's calls. When it says that the heap is full, those that
     * hold most memory are dropped until there is room again; any other error is ignored.
     *
     * @param error what was caught
     */
    public void heapMayBeFull(Throwable error) {
        Objects.requireNonNull(error, "error");
        turn.shedding.heapMayBeFull(error);
    }

    /**
     * How this loop was made.
     *
     * @return its options
     */
    public LoopOptions options() {
        return options;
    }

    /**
     * Whether the calling thread is the loop's.
     *
     * @return true inside every callback
     */
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /**
     * How many turns were made.
     *
     * @return a snapshot that may be out of date on any thread but the loop's
     */
    public long turns() {
        return turns;
    }

    /**
     * Whether a thread makes turns, or has made one.
     *
     * @return false before the first turn and after the end
     */
    public boolean isDriven() {
        return thread != null && !hasEnded();
    }

    /**
     * Whether the loop has ended: everything on it is closed, and no task will run.
     *
     * @return true from then on
     */
    public boolean hasEnded() {
        return life.isPast(Life.Stage.DROPPING);
    }

    int selectorsReplaced() {
        return turn.selecting.replaced();
    }

    /**
     * Drops everything on this loop, then ends the loop itself. Returns at once: a loop that runs on another thread ends with
     * its present turn, and tasks that were added before still run.
     */
    @Override
    public void close() {
        life.move(Life.Stage.OPEN, Life.Stage.CLOSING);
        // Between two steps, or before the first, no other thread would end it.
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
                // None is left, unless the heap was full; what was dropped has made room for them.
                runLastTasks();
                life.move(Life.Stage.DROPPING, Life.Stage.ENDED);
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
