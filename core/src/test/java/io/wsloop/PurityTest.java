package io.wsloop;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.wsloop.handshake.Headers;
import io.wsloop.protocol.MaskingKeys;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The protocol does no I/O: no class file of this module refers to a channel, socket, thread, lock, clock, file or
 * random source, and packages depend downwards only. A JDK class is forbidden unless this test allows it.
 */
class PurityTest {
    private static final Path CLASSES = classFiles();
    private static final JavaClasses MODULE = new ClassFileImporter().importPath(CLASSES);

    private static final Set<String> ALLOWED_PACKAGES = Set.of(
            "java.lang",
            "java.lang.annotation",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.nio",
            "java.nio.charset",
            "java.util",
            "java.util.concurrent.atomic",
            "java.util.function",
            "java.util.stream",
            "java.util.zip",
            "org.jspecify.annotations");

    private static final Set<String> ALLOWED_CLASSES = Set.of(
            "java.io.ByteArrayOutputStream",
            "java.io.IOException",
            "java.io.Serializable",
            "java.io.UncheckedIOException",
            "java.net.IDN",
            "java.net.SocketAddress",
            "java.net.URI",
            "java.net.URISyntaxException",
            "java.security.GeneralSecurityException",
            "java.security.MessageDigest",
            "java.security.NoSuchAlgorithmException",
            "java.time.Duration",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentMap",
            "java.util.concurrent.Executor");

    private static final Set<String> FORBIDDEN_CLASSES = Set.of(
            "java.lang.ClassLoader",
            "java.lang.InheritableThreadLocal",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.StrictMath",
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.nio.MappedByteBuffer",
            "java.util.Calendar",
            "java.util.Date",
            "java.util.Formatter",
            "java.util.GregorianCalendar",
            "java.util.Random",
            "java.util.Scanner",
            "java.util.ServiceLoader",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.TimerTask",
            "java.util.UUID",
            "java.util.zip.ZipFile");

    @Test
    void noClassFileRefersToTheWorldOutside() {
        assertThat(MODULE).extracting(JavaClass::getName).contains("io.wsloop.Limits", "io.wsloop.frame.Mask");
        assertThat(MODULE).flatExtracting(PurityTest::impurities).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("impureClasses")
    void theCheckFindsAClassThatDoes(Class<?> impure) {
        JavaClass read = new ClassFileImporter().importClass(impure);
        assertThat(impurities(read)).isNotEmpty().allMatch(line -> line.contains(impure.getSimpleName()));
    }

    static Stream<Class<?>> impureClasses() {
        return Stream.of(Impure.class.getDeclaredClasses());
    }

    @Test
    void theModuleRequiresTheBaseAndNothingAtRunTime() throws IOException {
        try (InputStream in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
            Set<Requires> requires = ModuleDescriptor.read(in).requires();
            assertThat(requires).extracting(Requires::name).containsExactlyInAnyOrder("java.base", "org.jspecify");
            assertThat(requires)
                    .filteredOn(module -> module.name().equals("org.jspecify"))
                    .allMatch(module -> module.modifiers().contains(Requires.Modifier.STATIC));
        }
    }

    @Test
    void framesKnowNothingElseOfOurs() {
        assertThat(dependencies("io.wsloop.frame")).isEmpty();
    }

    @Test
    void theVocabularyKnowsFramesAndHeaderFieldsOnly() {
        assertThat(dependencies("io.wsloop"))
                .allMatch(name -> name.startsWith("io.wsloop.frame.") || name.equals(Headers.class.getName()));
    }

    @Test
    void noTwoPackagesNeedOneAnother() {
        assertThat(circle(packages())).isEmpty();
    }

    @Test
    void aCircleOfPackagesIsFound() {
        Map<String, Set<String>> packages = packages();
        packages.get("io.wsloop.frame").add("io.wsloop.deflate");
        assertThat(circle(packages)).contains("io.wsloop.frame", "io.wsloop", "io.wsloop.deflate");
    }

    /**
     * The packages that each package needs.
     *
     * <p>One class is left out where io.wsloop names it: Headers, which a Handshake returns. It stays in the package
     * that parses heads, because it is a view of the parser's bytes. In another package it would need public methods
     * that make it of bytes, and an application could then send fields that nobody has checked.
     */
    private static Map<String, Set<String>> packages() {
        Map<String, Set<String>> packages = new TreeMap<>();
        for (JavaClass type : MODULE) {
            packages.computeIfAbsent(type.getPackageName(), PurityTest::needed);
        }
        return packages;
    }

    private static Set<String> needed(String name) {
        Set<String> needed = new TreeSet<>();
        for (String type : dependencies(name)) {
            if (!name.equals("io.wsloop") || !type.equals(Headers.class.getName())) {
                needed.add(type.replaceFirst("\\.[A-Z].*", ""));
            }
        }
        return needed;
    }

    /** The packages that remain after each package is removed that needs no remaining one. They form a circle. */
    private static Set<String> circle(Map<String, Set<String>> packages) {
        Set<String> left = new TreeSet<>(packages.keySet());
        while (left.removeIf(name -> packages.get(name).stream().noneMatch(left::contains))) {
            // One removal may make another one possible.
        }
        return left;
    }

    /** The names of our classes in other packages that this package refers to. */
    private static Set<String> dependencies(String name) {
        Set<String> found = new TreeSet<>();
        for (JavaClass from : MODULE) {
            if (from.getPackageName().equals(name)) {
                for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                    JavaClass to = dependency.getTargetClass().getBaseComponentType();
                    if (isOurs(to) && !to.getPackageName().equals(name)) {
                        found.add(to.getName());
                    }
                }
            }
        }
        return found;
    }

    private static List<String> impurities(JavaClass from) {
        List<String> found = new ArrayList<>();
        for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
            JavaClass to = dependency.getTargetClass().getBaseComponentType();
            if (!isAllowed(to) && !isKeySource(from, to)) {
                found.add(dependency.getDescription());
            }
        }
        for (JavaAccess<?> access : from.getAccessesFromSelf()) {
            if (!isAllowed(access.getTargetOwner().getName(), access.getName())) {
                found.add(access.getDescription());
            }
        }
        return found;
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals("io.wsloop")
                || type.getPackageName().startsWith("io.wsloop.");
    }

    private static boolean isAllowed(JavaClass type) {
        String name = type.getName();
        boolean nestedInForbidden = FORBIDDEN_CLASSES.stream().anyMatch(outer -> name.startsWith(outer + "$"));
        return type.isPrimitive()
                || isOurs(type)
                || ALLOWED_CLASSES.contains(name)
                || ALLOWED_PACKAGES.contains(type.getPackageName())
                        && !FORBIDDEN_CLASSES.contains(name)
                        && !nestedInForbidden;
    }

    /**
     * True for the members of allowed classes that neither tell the time nor wait, draw random numbers or reach the
     * process.
     */
    private static boolean isAllowed(String owner, String member) {
        return switch (owner) {
            case "java.lang.System" -> member.equals("arraycopy");
            case "java.lang.Object" -> !Set.of("wait", "notify", "notifyAll").contains(member);
            case "java.lang.Math" -> !member.equals("random");
            case "java.util.Collections" -> !member.equals("shuffle");
            default -> true;
        };
    }

    /**
     * The one place that may draw random numbers: a masking key must come from a strong source of entropy
     * (RFC 6455 §10.3).
     */
    private static boolean isKeySource(JavaClass from, JavaClass to) {
        String name = from.getName();
        String keys = MaskingKeys.class.getName();
        return to.getName().equals("java.security.SecureRandom") && (name.equals(keys) || name.startsWith(keys + "$"));
    }

    private static Path classFiles() {
        try {
            return Path.of(Limits.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class files of this module have no location", e);
        }
    }

    /** Each method breaks the rule in one way. None ever runs. */
    @SuppressWarnings("unused")
    static final class Impure {
        static final class Channel {
            java.nio.channels.SocketChannel[] channels = {};
        }

        static final class Socket {
            void close(java.net.Socket socket) throws IOException {
                socket.close();
            }
        }

        static final class File {
            boolean exists() {
                return Files.exists(Path.of("/"));
            }
        }

        static final class Stream {
            int read(InputStream in) throws IOException {
                return in.read();
            }
        }

        static final class Sleeper {
            void sleep() throws InterruptedException {
                Thread.sleep(1);
            }
        }

        static final class Local {
            final ThreadLocal<byte[]> scratch = new ThreadLocal<>();
        }

        static final class Locked {
            final ReentrantLock lock = new ReentrantLock();
        }

        static final class Waiting {
            void await() throws InterruptedException {
                synchronized (this) {
                    wait();
                }
            }
        }

        static final class Clock {
            long now() {
                return System.nanoTime();
            }
        }

        static final class ClockInALambda {
            java.util.function.LongSupplier now() {
                return () -> System.currentTimeMillis();
            }
        }

        static final class ClockByReference {
            java.util.function.LongSupplier now() {
                return System::nanoTime;
            }
        }

        static final class Calendar {
            Object now() {
                return java.time.Instant.now();
            }
        }

        static final class Dice {
            double roll() {
                return Math.random();
            }
        }

        static final class Generator {
            int next(Random random) {
                return random.nextInt();
            }
        }

        static final class SecureGenerator {
            int next() {
                return new java.security.SecureRandom().nextInt();
            }
        }

        static final class Shuffler {
            void shuffle(List<String> list) {
                java.util.Collections.shuffle(list);
            }
        }

        static final class Printer {
            void print() {
                System.out.println();
            }
        }

        static final class Fork {
            void fork(ProcessHandle.Info info) {}
        }
    }
}
