package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wsloop.benchmarks.load.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContestantsTest {
    @TempDir
    Path root;

    @BeforeEach
    void writeCheckout() throws IOException {
        Files.createDirectories(root.resolve("benchmarks/peers"));
        Files.writeString(root.resolve("pom.xml"), "<project><version>0.9</version></project>");
        Files.writeString(root.resolve("benchmarks/peers/pom.xml"), "<jetty.version>12.1</jetty.version>");
        Files.writeString(root.resolve("benchmarks/peers/peers.json"), """
                {"jetty-a": {"module": "jetty", "main": "p.Jetty", "options": ["-Da=b"], "deflate": false, "jdk": 21},
                 "bare": {"main": "p.Bare"}}""");
    }

    @Test
    void a_checkout_has_the_mark_wsloop_and_its_peers() throws IOException {
        Contestants all = Contestants.of(root);
        assertThat(all.names()).containsExactly("raw-nio", "bare-nio", "wsloop", "wsloop-takeover", "jetty-a", "bare");
        Contestant jetty = all.named("jetty-a");
        Path target = root.resolve("benchmarks/peers/jetty/target");
        assertThat(jetty.classPath()).containsExactly(target.resolve("classes"), target.resolve("lib/*"));
        assertThat(jetty.version()).isEqualTo("12.1");
        assertThat(jetty.options()).containsExactly("-Da=b");
        assertThat(jetty.jdk()).isEqualTo(21);
        assertThat(all.named("wsloop").version()).isEqualTo("0.9");
        assertThat(all.named("bare").version()).isEmpty();
    }

    @Test
    void each_takes_the_cells_that_it_can_do() throws IOException {
        Contestants all = Contestants.of(root);
        Contestant mark = all.named("raw-nio");
        assertThat(mark.takes(Cell.parse("c1-1"))).isTrue();
        assertThat(mark.takes(Cell.parse("open-1-c1-1"))).isTrue();
        assertThat(mark.takes(Cell.parse("z-c1-1"))).isFalse();
        assertThat(mark.takes(Cell.parse("fan1-1"))).isFalse();
        assertThat(mark.takes(Cell.parse("open-1-fan1-1"))).isFalse();
        assertThat(mark.takes(Cell.parse("connect"))).isFalse();
        assertThat(mark.takes(Cell.parse("open-900-connect"))).isFalse();
        assertThat(mark.takes(Cell.parse("idle-1"))).isFalse();
        assertThat(all.named("bare-nio").takes(Cell.parse("connect"))).isTrue();
        assertThat(all.named("bare-nio").takes(Cell.parse("first-1k-connect"))).isTrue();
        assertThat(all.named("bare-nio").takes(Cell.parse("fan1-1"))).isTrue();
        assertThat(all.named("bare-nio").takes(Cell.parse("z-fan1-1"))).isFalse();
        assertThat(all.named("bare-nio").takes(Cell.parse("c1-1"))).isFalse();
        assertThat(all.named("bare-nio").takes(Cell.parse("idle-1"))).isFalse();
        assertThat(all.named("wsloop-takeover").takes(Cell.parse("z-c1-1"))).isTrue();
        assertThat(all.named("wsloop-takeover").takes(Cell.parse("c1-1"))).isFalse();
        assertThat(all.named("wsloop-takeover").takes(Cell.parse("idle-1"))).isFalse();
        assertThat(all.named("jetty-a").takes(Cell.parse("z-c1-1"))).isFalse();
        assertThat(all.named("jetty-a").takes(Cell.parse("fan1-1"))).isTrue();
        assertThat(all.named("bare").takes(Cell.parse("z-c1-1"))).isTrue();
    }

    @Test
    void a_variant_has_more_arguments_and_options_and_a_name_that_says_so() throws IOException {
        Contestant two =
                Contestants.of(root).named("wsloop").variant("2-loops", List.of("--loops", "2"), List.of("-Xa"), 2);
        assertThat(two.name()).isEqualTo("wsloop@2-loops");
        assertThat(two.arguments()).containsExactly("echo", "--loops", "2");
        assertThat(two.options()).containsExactly("-Xa");
        assertThat(two.cpus()).isEqualTo(2);
        assertThat(two.version()).isEqualTo("0.9");
    }

    @Test
    void wsloop_started_in_another_way_takes_part_by_name_alone() throws IOException {
        Contestants all = Contestants.of(root);
        assertThat(all.named("wsloop@2-loops").arguments()).containsExactly("echo", "--loops", "2");
        assertThat(all.named("wsloop@2-loops").cpus()).isEqualTo(2);
        assertThat(all.named("wsloop@zgc").options()).containsExactly("-XX:-UseSerialGC", "-XX:+UseZGC");
        assertThat(all.named("wsloop@zgc").can(Contestant.Skill.WATCHED)).isTrue();
        assertThat(all.named("wsloop@1-loop").can(Contestant.Skill.WATCHED)).isFalse();
        assertThat(all.names()).noneMatch(name -> name.contains("@"));
    }

    @Test
    void more_options_of_the_virtual_machine_change_no_name() throws IOException {
        Contestant profiled = Contestants.of(root).named("jetty-a").with(List.of("-Xprof"));
        assertThat(profiled.name()).isEqualTo("jetty-a");
        assertThat(profiled.options()).containsExactly("-Da=b", "-Xprof");
    }

    @Test
    void an_unknown_name_is_answered_with_the_known_ones() throws IOException {
        Contestants all = Contestants.of(root);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.named("jety"))
                .withMessage(
                        "expected one of the servers [raw-nio, bare-nio, wsloop, wsloop-takeover, jetty-a, bare], got jety");
    }
}
