package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rooms of this module, from the lowest up, each with the rooms and packages of ours that it may import. A room may import
 * only rooms that stand before it, so there is no circle. A room that is not listed, an import that is not allowed, and a
 * permission that nobody uses all fail.
 */
class FloorsTest {
    private static final String INTERNAL = "io.wsloop.nio.internal.";

    /** The packages of core. What core itself may import is pinned there. */
    private static final Set<String> CORE = Set.of("io.wsloop", "frame", "handshake", "deflate", "protocol");

    private static final int MOST_LINES = 450;

    private static final Map<String, Set<String>> ROOMS = rooms();

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.wsloop");

    private static Map<String, Set<String>> rooms() {
        Map<String, Set<String>> rooms = new LinkedHashMap<>();
        rooms.put("watch", Set.of());
        rooms.put("internal.report", Set.of("io.wsloop", "watch"));
        rooms.put("loop", Set.of("watch", "internal.report"));
        rooms.put("internal.lane", Set.of());
        rooms.put("server", Set.of("io.wsloop", "handshake", "deflate"));
        rooms.put("internal.files", Set.of("handshake"));
        rooms.put("internal.body", Set.of("handshake"));
        rooms.put(
                "internal.site",
                Set.of("io.wsloop", "handshake", "deflate", "watch", "server", "internal.lane", "internal.files"));
        rooms.put("internal.wire", Set.of("io.wsloop", "protocol", "loop", "internal.report"));
        rooms.put(
                "internal.socket",
                Set.of(
                        "io.wsloop",
                        "frame",
                        "handshake",
                        "protocol",
                        "watch",
                        "loop",
                        "internal.report",
                        "internal.wire"));
        rooms.put(
                "internal.opening",
                Set.of(
                        "io.wsloop",
                        "handshake",
                        "deflate",
                        "protocol",
                        "watch",
                        "loop",
                        "server",
                        "internal.report",
                        "internal.body",
                        "internal.site",
                        "internal.wire",
                        "internal.socket"));
        rooms.put(
                "internal.http",
                Set.of(
                        "io.wsloop",
                        "handshake",
                        "protocol",
                        "loop",
                        "server",
                        "internal.report",
                        "internal.lane",
                        "internal.files",
                        "internal.body",
                        "internal.site",
                        "internal.wire",
                        "internal.socket",
                        "internal.opening"));
        rooms.put("internal.accept", Set.of("handshake", "watch", "loop", "internal.report", "internal.wire"));
        rooms.put("internal.dial", Set.of("io.wsloop", "handshake", "loop", "internal.wire"));
        rooms.put(
                "nio",
                Set.of(
                        "io.wsloop",
                        "handshake",
                        "deflate",
                        "watch",
                        "loop",
                        "server",
                        "internal.site",
                        "internal.wire",
                        "internal.opening",
                        "internal.http",
                        "internal.accept",
                        "internal.dial"));
        return rooms;
    }

    @Test
    void everyRoomImportsOnlyWhatItMay() {
        assertThat(beyond(ROOMS)).isEmpty();
    }

    @Test
    void aWallThatIsBrokenIsNoticed() {
        Map<String, Set<String>> strict = new LinkedHashMap<>(ROOMS);
        strict.put("loop", Set.of("watch"));
        assertThat(beyond(strict))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("loop may not import internal.report"));
    }

    @Test
    void noPermissionIsLeftOver() {
        Map<String, Set<String>> used = new TreeMap<>();
        forEachImport((from, to, what) ->
                used.computeIfAbsent(from, room -> new TreeSet<>()).add(to));
        Map<String, Set<String>> allowed = new TreeMap<>();
        ROOMS.forEach((room, imports) -> {
            if (!imports.isEmpty()) {
                allowed.put(room, new TreeSet<>(imports));
            }
        });
        assertThat(used).isEqualTo(allowed);
    }

    @Test
    void aRoomImportsOnlyRoomsThatStandBelowIt() {
        Set<String> below = new LinkedHashSet<>(CORE);
        ROOMS.forEach((room, imports) -> {
            assertThat(below).as("below %s", room).containsAll(imports);
            below.add(room);
        });
    }

    @Test
    void everyPackageIsARoom() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : MODULE) {
            if (isOfThisModule(type)) {
                found.add(room(type.getPackageName()));
            }
        }
        assertThat(found).isEqualTo(new TreeSet<>(ROOMS.keySet()));
    }

    @Test
    void theWireNamesNeitherHttpNorWebSocket() {
        Set<String> named = new TreeSet<>();
        for (JavaClass type : MODULE) {
            if (room(type.getPackageName()).equals("internal.wire")) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (target.getPackageName().equals("io.wsloop")) {
                        named.add(target.getSimpleName());
                    }
                }
            }
        }
        assertThat(named).containsOnly("CloseCause");
    }

    @Test
    void channelsAreForTheRoomsThatMoveBytes() {
        assertThat(roomsThatUse("java.nio.channels.SocketChannel", "java.nio.channels.ServerSocketChannel"))
                .containsExactlyInAnyOrder("internal.wire", "internal.accept", "internal.dial", "nio");
        assertThat(roomsThatUse("java.nio.channels.Selector")).containsExactly("loop");
    }

    @Test
    void tlsAndFlightRecordingAreNowhereYet() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : MODULE) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.startsWith("javax.net.ssl") || target.startsWith("jdk.jfr")) {
                    found.add(type.getName() + " " + target);
                }
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void onlyRoomsWithoutInternalInTheirNameAreExported() throws IOException {
        Path descriptor = Path.of("target", "classes", "module-info.class");
        ModuleDescriptor module;
        try (var in = Files.newInputStream(descriptor)) {
            module = ModuleDescriptor.read(in);
        }
        assertThat(module.exports().stream().map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrderElementsOf(ROOMS.keySet().stream()
                        .filter(room -> !room.startsWith("internal."))
                        .map(room -> "io.wsloop." + room)
                        .toList());
    }

    /** A file that is longer holds more than one idea. */
    @Test
    void noFileIsTooLongToHoldOneIdea() throws IOException {
        Map<String, Long> long_ = new TreeMap<>();
        for (Path sources : List.of(Path.of("src", "main", "java"), Path.of("..", "core", "src", "main", "java"))) {
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    long lines = Files.readAllLines(file).size();
                    if (lines > MOST_LINES) {
                        long_.put(file.getFileName().toString(), lines);
                    }
                }
            }
        }
        assertThat(long_).isEmpty();
    }

    private interface Import {
        void of(String from, String to, Dependency what);
    }

    private static void forEachImport(Import found) {
        for (JavaClass type : MODULE) {
            if (!isOfThisModule(type)) {
                continue;
            }
            String from = room(type.getPackageName());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith("io.wsloop")) {
                    String to = room(target.getPackageName());
                    if (!to.equals(from)) {
                        found.of(from, to, dependency);
                    }
                }
            }
        }
    }

    private static List<String> beyond(Map<String, Set<String>> rooms) {
        List<String> beyond = new ArrayList<>();
        forEachImport((from, to, what) -> {
            if (!rooms.getOrDefault(from, Set.of()).contains(to)) {
                beyond.add(from + " may not import " + to + ": " + what.getDescription());
            }
        });
        return beyond;
    }

    private static Set<String> roomsThatUse(String... types) {
        Set<String> wanted = Set.copyOf(Arrays.asList(types));
        Set<String> found = new TreeSet<>();
        for (JavaClass type : MODULE) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String used = dependency.getTargetClass().getBaseComponentType().getName();
                if (isOfThisModule(type) && wanted.contains(used)) {
                    found.add(room(type.getPackageName()));
                }
            }
        }
        return found;
    }

    private static boolean isOfThisModule(JavaClass type) {
        return !CORE.contains(room(type.getPackageName()));
    }

    private static String room(String packageName) {
        if (packageName.equals("io.wsloop")) {
            return packageName;
        }
        return packageName.startsWith(INTERNAL)
                ? "internal." + packageName.substring(INTERNAL.length())
                : packageName.substring("io.wsloop.".length());
    }
}
