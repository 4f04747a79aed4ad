package io.wsloop.benchmarks.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.run.Contestant.Skill;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All servers that can be started from a checkout: the two bare ones, wsloop in both its ways to compress, the peers that {@code
 * peers.json} names; and, by name alone, wsloop started in another way.
 */
final class Contestants {
    static final String MARK = "raw-nio";
    private static final String OURS = "wsloop";
    private static final Set<Skill> EVERY = EnumSet.range(Skill.ECHO, Skill.DEFLATE);

    private final Map<String, Contestant> all = new LinkedHashMap<>();

    /** Reads what there is in a checkout's folder. */
    static Contestants of(Path root) throws IOException {
        Contestants found = new Contestants();
        found.add(own(MARK, RawNio.class, EnumSet.of(Skill.RAW, Skill.ECHO)));
        found.add(own("bare-nio", BareWebSocket.class, EnumSet.of(Skill.CONNECT, Skill.FAN_OUT)));
        found.add(ours(OURS, root, List.of("echo"), EVERY));
        // At the level of the peers that keep context, so that their replies and ours are of one length.
        List<String> takeover = List.of("echo", "takeover", "--level", "6");
        found.add(ours(OURS + "-takeover", root, takeover, EnumSet.of(Skill.DEFLATE)));
        Path peers = root.resolve("benchmarks/peers");
        Path file = peers.resolve("peers.json");
        if (Files.exists(file)) {
            Map<String, Peer> read =
                    new ObjectMapper().readValue(file.toFile(), new TypeReference<LinkedHashMap<String, Peer>>() {});
            for (Map.Entry<String, Peer> peer : read.entrySet()) {
                found.add(peer.getValue().named(peer.getKey(), peers));
            }
        }
        return found;
    }

    private void add(Contestant contestant) {
        all.put(contestant.name(), contestant);
    }

    /** Those that take part when none is named. */
    List<String> names() {
        return List.copyOf(all.keySet());
    }

    Contestant named(String name) {
        Contestant found = all.get(name);
        Contestant ours = all.get(OURS);
        if (found != null || ours == null) {
            return found == null ? unknown(name) : found;
        }
        // The off switch is for the collector that every server of a run gets.
        return switch (name) {
            case "wsloop@1-loop" -> ours.variant("1-loop", List.of("--loops", "1"), List.of(), 1);
            case "wsloop@2-loops" -> ours.variant("2-loops", List.of("--loops", "2"), List.of(), 2);
            case "wsloop@g1" -> collector(ours, "g1", "-XX:-UseSerialGC", "-XX:+UseG1GC");
            case "wsloop@zgc" -> collector(ours, "zgc", "-XX:-UseSerialGC", "-XX:+UseZGC");
            case "wsloop@serial" -> collector(ours, "serial", "-XX:+UseSerialGC");
            default -> unknown(name);
        };
    }

    private static Contestant collector(Contestant ours, String name, String... options) {
        return ours.variant(name, List.of(), List.of(options), 1).watched();
    }

    private Contestant unknown(String name) {
        throw new IllegalArgumentException("expected one of the servers " + names() + ", got " + name);
    }

    /** A server of this module. */
    static Contestant own(String name, Class<?> main, Set<Skill> skills) {
        String classPath = System.getProperty("java.class.path");
        List<Path> paths =
                Stream.of(classPath.split(File.pathSeparator, -1)).map(Path::of).toList();
        return new Contestant(name, "", paths, main.getName(), List.of(), List.of(), skills, 17, 1);
    }

    private static Contestant ours(String name, Path root, List<String> arguments, Set<Skill> skills)
            throws IOException {
        List<Path> jar = List.of(root.resolve("examples/target/wsloop-examples.jar"));
        String version = element("version", root.resolve("pom.xml"));
        return new Contestant(name, version, jar, "io.wsloop.examples.Main", arguments, List.of(), skills, 17, 1);
    }

    /** The text of the first such element of a POM, which is where versions are kept; empty when there is none. */
    private static String element(String name, Path pom) throws IOException {
        if (!Files.exists(pom)) {
            return "";
        }
        Matcher match = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(Files.readString(pom));
        return match.find() ? match.group(1) : "";
    }

    /** What {@code peers.json} says of a peer. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Peer(
            @Nullable String module,
            String main,
            @Nullable List<String> options,
            @Nullable Boolean deflate,
            @Nullable Boolean fanout,
            @Nullable Integer jdk) {
        Contestant named(String name, Path peers) throws IOException {
            String folder = module == null ? name : module;
            Path target = peers.resolve(folder).resolve("target");
            Set<Skill> skills = EnumSet.copyOf(EVERY);
            if (Boolean.FALSE.equals(deflate)) {
                skills.remove(Skill.DEFLATE);
            }
            if (Boolean.FALSE.equals(fanout)) {
                skills.remove(Skill.FAN_OUT);
            }
            String version = element(folder + ".version", peers.resolve("pom.xml"));
            List<Path> classPath = List.of(target.resolve("classes"), target.resolve("lib/*"));
            List<String> jvm = options == null ? List.of() : options;
            return new Contestant(name, version, classPath, main, List.of(), jvm, skills, jdk == null ? 17 : jdk, 1);
        }
    }
}
