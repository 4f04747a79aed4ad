package io.wsloop.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ServerProbeTest {
    @Test
    void what_threads_have_allocated_is_summed_in_the_units_that_the_virtual_machine_writes() {
        assertThat(ServerProbe.allocatedBytes("""
                        "main" #3 prio=5 cpu=50.73ms elapsed=9.51s allocated=7528K defined_classes=299 tid=0x1
                        "loop-0" #28 daemon prio=5 cpu=8051.55ms elapsed=9.31s allocated=4120M defined_classes=66 tid=0x2
                        "Signal Dispatcher" #9 daemon cpu=0.14ms elapsed=9.48s allocated=96B defined_classes=0 tid=0x3
                        "VM Thread" os_prio=0 cpu=31.29ms elapsed=9.50s tid=0x4 nid=41 runnable
                        """)).isEqualTo((7528L << 10) + (4120L << 20) + 96);
    }

    @Test
    void an_answer_that_is_no_list_of_threads_has_no_sum() {
        assertThat(ServerProbe.allocatedBytes("4711: no such process")).isNaN();
    }

    @Test
    void a_virtual_machine_says_what_its_threads_have_allocated() throws IOException {
        assertThat(new ServerProbe(ProcessHandle.current().pid()).allocatedBytes())
                .isGreaterThan(1 << 20);
    }
}
