package io.wsloop.benchmarks.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.run.Contestant.Skill;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All servers that can be started from a checkout: the two bare ones, wsloop in both its ways to compress, the peers that {@code
 * peers.json} names; and, by name alone, wsloop started in another way.
 */
final class Contestants {
    static final String MARK = "raw-nio";
    static final String BARE = "bare-nio";
    static final String OURS = "wsloop";

    private static final String PEERS = "benchmarks/peers";

    private final Path root;
    private final Map<String, Contestant> all = new LinkedHashMap<>();

    private Contestants(Path root) {
        this.root = root;
    }

    /**
     * Reads what there is.
     *
     * @param root the checkout's folder
     */
    static Contestants of(Path root) throws IOException {
        Contestants found = new Contestants(root);
        found.add(own(MARK, RawNio.class, EnumSet.of(Skill.RAW, Skill.ECHO)));
        found.add(own(BARE, BareWebSocket.class, EnumSet.of(Skill.CONNECT, Skill.FAN_OUT)));
        Set<Skill> every = EnumSet.range(Skill.ECHO, Skill.DEFLATE);
        found.add(found.ours(OURS, List.of("echo"), every));
        // At the level of the peers that keep context, so that their replies and ours are of one length.
        List<String> takeover = List.of("echo", "takeover", "--level", "6");
        found.add(found.ours(OURS + "-takeover", takeover, EnumSet.of(Skill.DEFLATE)));
        Path file = root.resolve(PEERS).resolve("peers.json");
        if (Files.exists(file)) {
            JsonNode peers = new ObjectMapper().readTree(file.toFile());
            for (Map.Entry<String, JsonNode> peer : peers.properties()) {
                found.add(found.peer(peer.getKey(), peer.getValue()));
            }
        }
        return found;
    }

    /** Those that take part when none is named. */
    List<String> names() {
        return List.copyOf(all.keySet());
    }

    Contestant named(String name) {
        Contestant found = all.get(name);
        return found == null ? variant(name) : found;
    }

    /** wsloop, started in another way; the off switch is for the collector that every server of a run gets. */
    private Contestant variant(String name) {
        Contestant ours = all.get(OURS);
        String of = name.startsWith(OURS + "@") ? name.substring(OURS.length() + 1) : "";
        if (ours == null) {
            throw new IllegalStateException("expected " + OURS + " to take part");
        }
        return switch (of) {
            case "1-loop" -> ours.variant(of, List.of("--loops", "1"), List.of(), 1);
            case "2-loops" -> ours.variant(of, List.of("--loops", "2"), List.of(), 2);
            case "g1" ->
                ours.variant(of, List.of(), List.of("-XX:-UseSerialGC", "-XX:+UseG1GC"), 1)
                        .watched();
            case "zgc" ->
                ours.variant(of, List.of(), List.of("-XX:-UseSerialGC", "-XX:+UseZGC"), 1)
                        .watched();
            case "serial" ->
                ours.variant(of, List.of(), List.of("-XX:+UseSerialGC"), 1).watched();
            default -> throw new IllegalArgumentException("expected one of the servers " + names() + ", got " + name);
        };
    }

    private void add(Contestant contestant) {
        all.put(contestant.name(), contestant);
    }

    /** A server of this module. */
    static Contestant own(String name, Class<?> main, Set<Skill> skills) {
        String classPath = System.getProperty("java.class.path");
        List<Path> paths =
                Stream.of(classPath.split(File.pathSeparator, -1)).map(Path::of).toList();
        return new Contestant(name, "", paths, main.getName(), List.of(), List.of(), skills, 17, 1);
    }

    private Contestant ours(String name, List<String> arguments, Set<Skill> skills) throws IOException {
        List<Path> jar = List.of(root.resolve("examples/target/wsloop-examples.jar"));
        String version = element("version", root.resolve("pom.xml"));
        return new Contestant(name, version, jar, "io.wsloop.examples.Main", arguments, List.of(), skills, 17, 1);
    }

    private Contestant peer(String name, JsonNode about) throws IOException {
        String module = about.path("module").asText(name);
        Path target = root.resolve(PEERS).resolve(module).resolve("target");
        List<String> options = new ArrayList<>();
        about.path("options").forEach(option -> options.add(option.asText()));
        Set<Skill> skills = EnumSet.of(Skill.ECHO, Skill.CONNECT, Skill.IDLE);
        if (about.path("deflate").asBoolean(true)) {
            skills.add(Skill.DEFLATE);
        }
        if (about.path("fanout").asBoolean(true)) {
            skills.add(Skill.FAN_OUT);
        }
        return new Contestant(
                name,
                element(module + ".version", root.resolve(PEERS).resolve("pom.xml")),
                List.of(target.resolve("classes"), target.resolve("lib/*")),
                about.path("main").asText(),
                List.of(),
                options,
                skills,
                about.path("jdk").asInt(17),
                1);
    }

    /** The text of the first such element of a POM, which is where versions are kept; empty when there is none. */
    private static String element(String name, Path pom) throws IOException {
        if (!Files.exists(pom)) {
            return "";
        }
        Matcher match = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(Files.readString(pom));
        return match.find() ? match.group(1) : "";
    }
}
