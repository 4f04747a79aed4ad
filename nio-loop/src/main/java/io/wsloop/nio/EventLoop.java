package io.wsloop.nio;

import io.wsloop.protocol.MaskingKeys;
import io.wsloop.protocol.Workbench;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One selector and the thread that owns everything registered with it.
 *
 * <p>{@link #runOnce} is the loop, one turn of it:
 *
 * <pre>
 *   select until the next deadline → read within a budget and decode → tasks → due timers → flush what is dirty
 * </pre>
 *
 * {@link #run} repeats turns on a thread until {@link #close}; a test calls {@code runOnce} itself, for several loops by
 * turns if it likes. The thread that made the latest turn is the loop's thread. What a task, a timer or a listener throws is told
 * to {@link LoopOptions#errors} or the connection's error handler, and the loop goes on.
 *
 * <p>{@link #execute}, {@link #schedule}, {@link #close}, {@link #inLoop} and {@link #turns} may be called from any
 * thread. An interrupt does not end the loop; it is cleared, for it would make every select return at once.
 */
public final class EventLoop implements Executor, Runnable, AutoCloseable {
    /** A longer timeout waits until something happens. */
    private static final Duration FOREVER = Duration.ofDays(365);

    /** So many selects for nothing, one after the other, are no accident. */
    private static final int SPIN = 512;

    /** A select that gives this many keys may have left others out: systems hand them over in batches. */
    private static final int SMALLEST_BATCH = 256;

    /** This many turns in a row may fail, each after a longer rest; then the loop ends and closes what it holds. */
    private static final int MOST_FAILURES = 50;

    private static final Duration LONGEST_REST = Duration.ofMillis(100);

    /** Once this many connections have used up their budgets, the others get a small share in this turn. */
    private static final int READERS = 16;

    /** How long to wait before the reserve is refilled again: an attempt may be a collection of the whole heap. */
    private static final long REFILL_NANOS = Duration.ofSeconds(1).toNanos();

    /** Looks for room at most, each of which may be a collection of the whole heap. */
    private static final int MOST_SHEDDINGS = 4;

    /** Nobody who holds less than this is dropped for it. */
    private static final int LEAST_WORTH_SHEDDING = 4 << 10;

    /** The threads within {@link #run}, of all loops. */
    private static final Set<Thread> RUNNING = ConcurrentHashMap.newKeySet();

    /** A loop's life. It only moves on. */
    private enum Life {
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

    static {
        Preload.everything();
    }

    private final LoopOptions options;
    private final Kernel kernel;
    private final TaskQueue tasks = new TaskQueue();
    private final TimerQueue timers = new TimerQueue();
    private final Workbench bench = new Workbench(MaskingKeys.secure());
    private final Consumer<SelectionKey> ready = this::ready;
    private final ByteBuffer readBuffer;
    private final Cork cork;
    private final long busyPollNanos;

    /** Connections that were written to since the last flush, each once; the two lists change places. */
    private ArrayList<Connection> dirty = new ArrayList<>();

    private ArrayList<Connection> flushing = new ArrayList<>();

    /** How many of flushing have been flushed; the others have their turn before those in dirty. */
    private int flushed;

    private volatile Selector selector;

    /** True from the moment the loop is or will be awake: whoever adds a task then need not wake it. */
    private final AtomicBoolean awake = new AtomicBoolean();

    private volatile @Nullable Thread thread;
    private volatile boolean turning;
    private final AtomicReference<Life> life = new AtomicReference<>(Life.OPEN);
    private volatile long turns;

    /** Whether this turn has read the clock. */
    private boolean timed;

    /** What all connections may still read in this turn before each gets a small share only. */
    private long turnBudget;

    /** What was done in this turn so far. */
    private int work;

    /** The time of the latest turn in which anything was done. */
    private long workedAt;

    /** Selects in a row that returned early and without a reason. */
    private int selectsForNothing;

    private int selectorsReplaced;

    /** The number of selects that timers still wait for; a select with few keys sets it to zero. */
    private int selectsOwed;

    /** When the reserve was last given up, or could not be refilled. */
    private long reserveMissedAt;

    EventLoop(LoopOptions options, Kernel kernel) throws IOException {
        this.options = options;
        this.kernel = kernel;
        selector = Selector.open();
        readBuffer = ByteBuffer.allocateDirect(options.readBufferBytes());
        cork = new Cork(options.stagingBytes());
        busyPollNanos = options.busyPoll().toNanos();
        bench.now(options.clock().getAsLong());
        workedAt = bench.now();
    }

    /**
     * A loop that is not running yet: call {@link #run} on a thread, or {@link #runOnce} step by step.
     *
     * @param options buffers, budgets, clock
     * @return a new loop
     * @throws IOException when the system has no selector left
     */
    public static EventLoop open(LoopOptions options) throws IOException {
        return new EventLoop(options, Kernel.REAL);
    }

    /**
     * Makes one turn on the calling thread, which is the loop's thread from here on.
     *
     * @param timeout how long to wait for readiness at most; zero or less does not wait, a year or more has no end
     * @return how much was done: ready channels, tasks, timers and flushes; zero for an idle turn
     * @throws IOException when the selector fails and cannot be replaced either
     */
    public int runOnce(Duration timeout) throws IOException {
        Duration wait = Durations.saturated("timeout", timeout);
        begin();
        try {
            if (!HeapReserve.isHeld()) {
                refill();
            }
            select(wait);
            runTasks();
            fireTimers();
            flushDirty();
            if (work > 0) {
                workedAt = bench.now();
            }
        } finally {
            turning = false;
            if (isClosing()) {
                end();
            }
        }
        return work;
    }

    private void begin() {
        boolean over = isPast(Life.CLOSING);
        if (turning || over) {
            throw new IllegalStateException(
                    over ? "the loop has ended" : "runOnce was called from within a turn; return from the callback");
        }
        thread = Thread.currentThread();
        turning = true;
        timed = false;
        work = 0;
        turnBudget = (long) READERS * options.readBudgetBytes();
        turns++;
    }

    private boolean isPast(Life stage) {
        Life now = life.get();
        return now != null && now.compareTo(stage) > 0;
    }

    private boolean isClosing() {
        return life.get() != Life.OPEN;
    }

    /**
     * Makes turns on the calling thread until the loop is closed. A turn that fails is told to {@link LoopOptions#errors},
     * and the next one is made; only after {@value #MOST_FAILURES} in a row the loop ends, and with it all that it serves,
     * its listening sockets first of all: a port that nobody accepts on would look like a server.
     */
    @Override
    public void run() {
        RUNNING.add(Thread.currentThread());
        try {
            makeTurns();
        } finally {
            RUNNING.remove(Thread.currentThread());
        }
    }

    /** Whether it is within {@link #run} of any loop, and must not wait for another that may wait for it. */
    static boolean isRunBy(Thread thread) {
        return RUNNING.contains(thread);
    }

    private void makeTurns() {
        int failures = 0;
        while (!hasEnded()) {
            try {
                runOnce(FOREVER);
                failures = 0;
            } catch (Throwable e) {
                failures++;
                try {
                    turnFailed(e, failures);
                } catch (Throwable second) {
                    // A full heap has no room even for a constant that is used for the first time. The next turn tries.
                }
            }
            Thread.interrupted();
        }
    }

    private void turnFailed(Throwable error, int failures) {
        heapMayBeFull(error);
        if (failures >= MOST_FAILURES) {
            life.compareAndSet(Life.OPEN, Life.CLOSING);
            end();
        } else {
            LockSupport.parkNanos(LONGEST_REST.toNanos() * failures / MOST_FAILURES);
        }
        Faults.tell(options.errors(), "a turn of the loop", error);
    }

    /** Waits until something is ready, a task comes or the next timer is due; reads and writes what is ready. */
    private void select(Duration timeout) throws IOException {
        // First this, then the looks at what other threads ask for: whoever asks after them wakes the select. While the
        // loop polls it does not sleep, so nobody need wake it.
        boolean polling = bench.now() - workedAt < busyPollNanos;
        awake.set(polling);
        long millis = polling ? 0 : millisToWait(timeout);
        if (millis != 0 && !tasks.isEmpty()) {
            millis = 0;
        }
        long asleep = bench.now();
        int selected;
        try {
            selected = kernel.select(selector, ready, millis);
        } catch (IOException e) {
            Faults.tell(options.errors(), "select; the selector is replaced", e);
            replaceSelector();
            startClock();
            return;
        }
        boolean woken = awake.getAndSet(true);
        startClock();
        countBatches(selected);
        boolean hasReason = selected > 0
                || woken
                || Thread.currentThread().isInterrupted()
                || (millis >= 0 && bench.now() - asleep >= TimeUnit.MILLISECONDS.toNanos(millis));
        selectsForNothing = hasReason ? 0 : selectsForNothing + 1;
        if (selectsForNothing == SPIN) {
            replaceSelector();
        }
    }

    /**
     * After a stall more may be ready than one select tells of, and a peer's pong may be among the rest. Systems hand
     * ready channels over by turns, so after a select for each batch of all keys nothing is left that was ready before.
     */
    private void countBatches(int selected) {
        if (selected < SMALLEST_BATCH) {
            selectsOwed = 0;
        } else if (selectsOwed == 0) {
            selectsOwed = selector.keys().size() / SMALLEST_BATCH;
        } else {
            selectsOwed--;
        }
    }

    /** Zero: does not wait; negative: until something happens. */
    private long millisToWait(Duration timeout) {
        if (!dirty.isEmpty() || flushed < flushing.size() || selectsOwed > 0 || isClosing()) {
            return 0;
        }
        long millis = timeout.compareTo(FOREVER) >= 0 ? -1 : (timeout.toNanos() + 999_999) / 1_000_000;
        if (timers.next() == TimerQueue.NONE) {
            return millis;
        }
        // Rounded up, or the loop would turn for nothing during a deadline's last millisecond.
        long untilTimer = Math.max(0, (timers.next() - bench.now() + 999_999) / 1_000_000);
        return millis < 0 ? untilTimer : Math.min(millis, untilTimer);
    }

    /** Reads the time once a turn, when there is the first use for it: after waiting, before the first byte is read. */
    private void startClock() {
        if (!timed) {
            timed = true;
            bench.now(options.clock().getAsLong());
        }
    }

    private void ready(SelectionKey key) {
        startClock();
        work++;
        Registered registered = (Registered) key.attachment();
        try {
            registered.ready(key);
        } catch (CancelledKeyException e) {
            // Something that was ready earlier in this turn closed this channel.
        } catch (Throwable e) {
            failed(registered, e);
        }
    }

    /** Drops first and tells afterwards: when the heap is full, only what is dropped makes room for the words. */
    void failed(Registered registered, Throwable error) {
        if (isOfMemory(error)) {
            giveUpReserve();
        }
        dropSafely(registered, error);
        heapMayBeFull(error);
        try {
            Faults.tell(options.errors(), "", registered, error);
        } catch (Throwable second) {
            // As in makeTurns.
        }
    }

    private void dropSafely(Registered registered, Throwable cause) {
        try {
            registered.drop(cause);
        } catch (Throwable e) {
            try {
                Faults.tell(options.errors(), "dropping ", registered, e);
            } catch (Throwable second) {
                // As in makeTurns.
            }
        }
    }

    private void giveUpReserve() {
        HeapReserve.release();
        reserveMissedAt = bench.now();
    }

    private void refill() {
        if (bench.now() - reserveMissedAt >= REFILL_NANOS) {
            reserveMissedAt = bench.now();
            HeapReserve.refill();
        }
    }

    private static boolean isOfMemory(Throwable error) {
        return error instanceof OutOfMemoryError;
    }

    /**
     * When the heap is full, the connections that hold most of it are dropped until there is room again: one alone would be
     * the next one's room, and the error after it an innocent's. An error while there is room, as of an array that no heap
     * could hold, drops nobody. Loop thread.
     */
    void heapMayBeFull(Throwable error) {
        if (!isOfMemory(error)) {
            return;
        }
        giveUpReserve();
        boolean room = HeapReserve.hasRoom();
        for (int i = 0; i < MOST_SHEDDINGS && !room && shed(error) > 0; i++) {
            room = HeapReserve.hasRoom();
        }
        if (room) {
            // At once: the same turn may fill the heap again.
            HeapReserve.refill();
        }
    }

    /** Drops the heaviest, one after the other, until enough is free; returns how many bytes they held. */
    private long shed(Throwable error) {
        long freed = 0;
        while (freed < 2L * HeapReserve.ROOM_BYTES) {
            Registered heaviest = heaviest();
            if (heaviest == null) {
                break;
            }
            freed += heaviest.heldBytes();
            dropSafely(heaviest, error);
            try {
                Faults.tell(options.errors(), "a full heap, for which the heaviest was dropped: ", heaviest, error);
            } catch (Throwable second) {
                // As in makeTurns.
            }
        }
        return freed;
    }

    private @Nullable Registered heaviest() {
        Registered heaviest = null;
        long most = LEAST_WORTH_SHEDDING;
        try {
            for (SelectionKey key : selector.keys()) {
                Registered registered = (Registered) key.attachment();
                long held = registered == null || !key.isValid() ? 0 : registered.heldBytes();
                if (held > most) {
                    most = held;
                    heaviest = registered;
                }
            }
        } catch (Throwable second) {
            // The heap has no room to look at all of them: it is the heaviest so far.
        }
        return heaviest;
    }

    /**
     * Tasks deliver what was read and waits for its turn. They may inflate as much as a turn's reading does; then all
     * that are left wait, in their order, so that a turn stays short however many connections have something to inflate.
     */
    private void runTasks() {
        int most = Math.min(tasks.size(), options.taskBudget());
        long enough = turnBudget - (long) READERS * options.readBudgetBytes();
        for (int i = 0; i < most && turnBudget > enough; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            work++;
            try {
                task.run();
            } catch (Throwable e) {
                taskFailed(e);
            }
        }
    }

    private void taskFailed(Throwable error) {
        heapMayBeFull(error);
        try {
            Faults.tell(options.errors(), "a task", error);
        } catch (Throwable second) {
            // As in makeTurns.
        }
    }

    /**
     * A timer that arms itself for now waits for the next turn, so that it cannot hold this one. Timers judge peers, so
     * they wait until everything that was ready has been read.
     */
    private void fireTimers() {
        if (selectsOwed > 0) {
            return;
        }
        for (int most = Math.min(timers.size(), options.taskBudget()); most > 0; most--) {
            TimerQueue.Timer timer = timers.pollDue(bench.now());
            if (timer == null) {
                break;
            }
            work++;
            try {
                timer.expired();
            } catch (Throwable e) {
                timerFailed(timer, e);
            }
        }
    }

    private void timerFailed(TimerQueue.Timer timer, Throwable error) {
        if (timer instanceof Registered registered) {
            failed(registered, error);
        } else {
            heapMayBeFull(error);
            try {
                Faults.tell(options.errors(), "a timer", error);
            } catch (Throwable second) {
                // As in makeTurns.
            }
        }
    }

    /** What a flush makes dirty, by {@code onDrained}, waits for the next turn, which does not sleep. */
    private void flushDirty() {
        if (flushed == flushing.size()) {
            ArrayList<Connection> emptied = flushing;
            emptied.clear();
            flushing = dirty;
            dirty = emptied;
            flushed = 0;
        }
        int end = Math.min(flushing.size(), flushed + options.taskBudget());
        while (flushed < end) {
            work++;
            Connection connection = flushing.get(flushed++);
            try {
                connection.flushDirty();
            } catch (Throwable e) {
                failed(connection, e);
            }
        }
        if (flushed == flushing.size()) {
            flushing.clear();
            flushed = 0;
        }
    }

    /**
     * Runs a task on the loop's thread, after those that were handed in before. This is the one door from other threads;
     * it wakes the loop at most once until the loop runs.
     *
     * @param task what it throws is told to {@link LoopOptions#errors}
     * @throws RejectedExecutionException when the loop has ended
     */
    @Override
    public void execute(Runnable task) {
        if (!tasks.add(Objects.requireNonNull(task, "task"))) {
            throw new RejectedExecutionException("the loop has ended; no task can run on it");
        }
        if (!inLoop()) {
            wakeUp();
        }
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
                options.clock().getAsLong()
                        + Durations.saturated("delay", delay).toNanos(),
                Objects.requireNonNull(task, "task"));
        onLoop(scheduled::arm);
        return scheduled;
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
     * Ends every connection on this loop without a closing handshake, then the loop itself. Returns at once: a loop that
     * runs on another thread ends with its present turn, and tasks that were handed in before still run.
     */
    @Override
    public void close() {
        life.compareAndSet(Life.OPEN, Life.CLOSING);
        // Between two steps, or before the first, there is nobody else who would end it.
        if (thread == null || (inLoop() && !turning)) {
            end();
        } else {
            wakeUp();
        }
    }

    private void wakeUp() {
        if (awake.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** Every step runs even if the one before it throws. */
    private void end() {
        if (!life.compareAndSet(Life.CLOSING, Life.ENDING)) {
            return;
        }
        thread = Thread.currentThread();
        try {
            runLastTasks();
        } finally {
            life.set(Life.DROPPING);
            try {
                dropAll();
            } finally {
                // None is left, unless the heap was full; what was dropped is room for them.
                runLastTasks();
                life.set(Life.ENDED);
                bench.close();
            }
        }
    }

    private void runLastTasks() {
        tasks.close();
        try {
            while (!tasks.isEmpty()) {
                runTasks();
            }
        } catch (Throwable e) {
            taskFailed(e);
        }
    }

    private void dropAll() {
        Throwable closed = closed();
        try {
            // A port that is still bound would look like a server.
            dropThose(Acceptor.class::isInstance, closed);
            dropThose(registered -> true, closed);
        } finally {
            try {
                selector.close();
            } catch (Throwable e) {
                Faults.tell(options.errors(), "closing the selector", e);
            }
        }
    }

    private void dropThose(Predicate<Registered> which, Throwable closed) {
        for (SelectionKey key : selector.keys()) {
            Registered registered = (Registered) key.attachment();
            if (registered != null && which.test(registered)) {
                dropSafely(registered, closed);
            }
        }
    }

    private static Throwable closed() {
        try {
            return new IOException("the event loop was closed");
        } catch (Error full) {
            return full;
        }
    }

    /** Some JDKs' selects have returned at once, for nothing, for ever; a new selector cures that. */
    private void replaceSelector() throws IOException {
        Selector broken = selector;
        Selector fresh = Selector.open();
        for (SelectionKey key : broken.keys()) {
            if (key.isValid()) {
                Registered registered = (Registered) key.attachment();
                registered.moved(key.channel().register(fresh, key.interestOps(), registered));
                key.cancel();
            }
        }
        selector = fresh;
        selectorsReplaced++;
        selectsForNothing = 0;
        broken.close();
    }

    /** Tells about this thread to {@link #inLoop} and {@link #close} before it runs. */
    Thread startThread() {
        Thread started = options.threads().newThread(this);
        thread = started;
        started.start();
        return started;
    }

    /** Any thread: at once when this is the loop's, else as a task. */
    void onLoop(Runnable task) {
        if (inLoop() && !hasEnded()) {
            task.run();
        } else {
            execute(task);
        }
    }

    /**
     * Has the loop look after a channel. The lists of connections to flush are made long enough here for all of them, so
     * that a full heap cannot keep one from being flushed.
     *
     * @throws IOException when the loop ends: what was registered then would be closed by nobody
     */
    SelectionKey register(SelectableChannel channel, int interest, Registered registered) throws IOException {
        assert inLoop();
        if (isPast(Life.ENDING)) {
            throw new IOException("the event loop was closed");
        }
        int all = selector.keys().size() + 1;
        dirty.ensureCapacity(dirty.size() + all);
        flushing.ensureCapacity(all);
        return channel.register(selector, interest, registered);
    }

    /** Everything registered at this moment. */
    List<Registered> registered() {
        assert inLoop();
        List<Registered> all = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()) {
                all.add((Registered) key.attachment());
            }
        }
        return all;
    }

    /** Called by a connection that was written to outside its own reading, once until it is flushed. */
    void flushLater(Connection connection) {
        assert inLoop();
        dirty.add(connection);
    }

    LoopOptions options() {
        return options;
    }

    /**
     * How much one connection may do now, in bytes read and inflated, before the others have their turn. Once the turn as
     * a whole has done much, each of those that are still ready does little.
     */
    int readBudget() {
        return turnBudget > 0 ? options.readBudgetBytes() : Math.max(1, options.readBudgetBytes() / READERS);
    }

    /** Counts what a connection did against the turn. */
    void spend(long bytes) {
        turnBudget -= bytes;
    }

    Kernel kernel() {
        return kernel;
    }

    TimerQueue timers() {
        return timers;
    }

    Workbench bench() {
        return bench;
    }

    /** The time of this turn. */
    long now() {
        return bench.now();
    }

    /** Empty between two connections' readings. */
    ByteBuffer readBuffer() {
        return readBuffer;
    }

    Cork cork() {
        return cork;
    }

    /** Whether some thread makes turns, or has made one. */
    boolean isDriven() {
        return thread != null && !hasEnded();
    }

    boolean hasEnded() {
        return life.get() == Life.ENDED;
    }

    int selectorsReplaced() {
        return selectorsReplaced;
    }
}
