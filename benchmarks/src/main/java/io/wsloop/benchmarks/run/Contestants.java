package io.wsloop.benchmarks.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All servers that can be started from a checkout: the mark, wsloop in both its ways to compress, and the peers that {@code peers.json} names. */
final class Contestants {
    static final String MARK = "raw-nio";
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
        found.add(found.mark());
        found.add(found.ours(OURS, List.of("echo"), false));
        // At the level of the peers that keep context, so that their replies and ours are of one length.
        found.add(found.ours(OURS + "-takeover", List.of("echo", "takeover", "--level", "6"), true));
        Path file = root.resolve(PEERS).resolve("peers.json");
        if (Files.exists(file)) {
            JsonNode peers = new ObjectMapper().readTree(file.toFile());
            for (Map.Entry<String, JsonNode> peer : peers.properties()) {
                found.add(found.peer(peer.getKey(), peer.getValue()));
            }
        }
        return found;
    }

    List<String> names() {
        return List.copyOf(all.keySet());
    }

    Contestant named(String name) {
        Contestant found = all.get(name);
        if (found == null) {
            throw new IllegalArgumentException("expected one of the servers " + names() + ", got " + name);
        }
        return found;
    }

    private void add(Contestant contestant) {
        all.put(contestant.name(), contestant);
    }

    private Contestant mark() {
        List<Path> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            classPath.add(Path.of(entry));
        }
        String main = RawNio.class.getName();
        return new Contestant(MARK, "", classPath, main, List.of(), List.of(), true, false, false, false, 17, 1);
    }

    private Contestant ours(String name, List<String> arguments, boolean deflateOnly) throws IOException {
        Path jar = root.resolve("examples/target/wsloop-examples.jar");
        return new Contestant(
                name,
                element("version", root.resolve("pom.xml")),
                List.of(jar),
                "io.wsloop.examples.Main",
                arguments,
                List.of(),
                false,
                true,
                deflateOnly,
                true,
                17,
                1);
    }

    private Contestant peer(String name, JsonNode about) throws IOException {
        String module = about.path("module").asText(name);
        Path target = root.resolve(PEERS).resolve(module).resolve("target");
        List<String> options = new ArrayList<>();
        about.path("options").forEach(option -> options.add(option.asText()));
        return new Contestant(
                name,
                element(module + ".version", root.resolve(PEERS).resolve("pom.xml")),
                List.of(target.resolve("classes"), target.resolve("lib/*")),
                about.path("main").asText(),
                List.of(),
                options,
                false,
                about.path("deflate").asBoolean(true),
                false,
                about.path("fanout").asBoolean(true),
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
