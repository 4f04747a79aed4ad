package io.wsloop.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TaskQueueTest {
    private final TaskQueue queue = new TaskQueue();
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void tasksComeOutInTheOrderTheyWentIn() {
        for (int round = 0; round < 3; round++) {
            ran.clear();
            for (int i = 0; i < 10_000; i++) {
                int number = i;
                assertThat(queue.add(() -> ran.add(number))).isTrue();
            }
            assertThat(queue.size()).isEqualTo(10_000);
            drain();
            assertThat(ran).hasSize(10_000).isSorted();
            assertThat(queue.isEmpty()).isTrue();
        }
    }

    @Test
    void aTaskThatAddsATaskDoesNotLengthenWhatIsTakenNow() {
        queue.add(() -> queue.add(() -> ran.add(1)));
        assertThat(queue.size()).isEqualTo(1);
        run();
        assertThat(ran).isEmpty();
        run();
        assertThat(ran).containsExactly(1);
        assertThat(queue.poll()).isNull();
    }

    @Test
    void aClosedQueueRefusesTasksAndHandsOutThoseItHas() {
        queue.add(() -> ran.add(1));
        queue.close();
        assertThat(queue.add(() -> ran.add(2))).isFalse();
        drain();
        assertThat(ran).containsExactly(1);
    }

    @Test
    void noTaskOfAnyThreadIsLostAndEachThreadsOrderIsKept() throws InterruptedException {
        int threads = 4;
        int each = 20_000;
        int[] next = new int[threads];
        AtomicInteger outOfOrder = new AtomicInteger();
        List<Thread> producers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int number = t;
            producers.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    int order = i;
                    queue.add(() -> {
                        if (next[number]++ != order) {
                            outOfOrder.incrementAndGet();
                        }
                    });
                }
            }));
        }
        producers.forEach(Thread::start);
        int taken = 0;
        while (taken < threads * each) {
            Runnable task = queue.poll();
            if (task == null) {
                Thread.onSpinWait();
            } else {
                task.run();
                taken++;
            }
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertThat(next).containsOnly(each);
        assertThat(outOfOrder).hasValue(0);
        assertThat(queue.isEmpty()).isTrue();
    }

    private void run() {
        Runnable task = queue.poll();
        assertThat(task).isNotNull();
        task.run();
    }

    private void drain() {
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            task.run();
        }
    }
}
