package io.wsloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Result;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JdksTest {
    @Test
    void theNewestIsTheOneWithTheGreatestFeatureReleaseAndOthersFollowFromTheNewerToTheOlder() {
        Jdks jdks = Jdks.of(List.of(of("9.0.4"), of("17.0.19"), of("25.0.3"), of("21.0.1"), of("25-ea")));
        assertThat(jdks.newest().all()).extracting(Result::jdk).containsExactly("25.0.3", "25-ea");
        assertThat(jdks.others().keySet()).containsExactly(21, 17, 9);
        assertThat(jdks.others().get(17).all()).extracting(Result::jdk).containsExactly("17.0.19");
    }

    @Test
    void whoDoesNotSayWhichIsTakenForTheNewest() {
        Jdks jdks = Jdks.of(List.of(of(null), of("17.0.19"), of("GraalVM"), of("25")));
        assertThat(jdks.newest().all()).extracting(Result::jdk).containsExactly(null, "GraalVM", "25");
        assertThat(jdks.others().keySet()).containsExactly(17);
        assertThat(Jdks.of(List.of(of(null))).others()).isEmpty();
        assertThat(Jdks.of(List.of(of(null))).newest().all()).hasSize(1);
        assertThat(Jdks.of(List.of()).newest().all()).isEmpty();
    }

    private static Result of(@Nullable String jdk) {
        return Run.result("server", "wsloop", "cell", "c100-125", "jdk", jdk);
    }
}
