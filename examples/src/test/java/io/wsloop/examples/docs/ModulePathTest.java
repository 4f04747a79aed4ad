package io.wsloop.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newcomer's project with a module-info, as the guide says. */
class ModulePathTest {
    private static final String PROGRAM = """
            package chat;
            public final class Main {
                public static void main(String[] args) throws Exception {
                    try (var server = io.wsloop.nio.WebSocketServer.builder()
                                    .resources("/", Main.class.getClassLoader(), "web")
                                    .start()) {
                        System.out.println(server.port());
                        System.in.read();
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void aModuleThatRequiresTheServerAndOpensItsPagesCompilesAndServesThem() throws Exception {
        List<String> files = List.of(
                write("source/module-info.java", "module chat { requires io.wsloop.nio; opens web; }"),
                write("source/chat/Main.java", PROGRAM));
        write("classes/web/index.html", "<p>of a module</p>");
        String classes = folder.resolve("classes").toString();
        compile("-d", classes, "-p", modules("wsloop-core", "wsloop-nio-loop", "jspecify"), files);

        // Without jspecify: the annotations are for compilers.
        String path = classes + File.pathSeparator + modules("wsloop-core", "wsloop-nio-loop");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-p", path, "-m", "chat/chat.Main")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = process.inputReader()) {
            URI page = URI.create("http://127.0.0.1:" + output.readLine() + "/");
            assertThat(HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
                            .body())
                    .isEqualTo("<p>of a module</p>");
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private String write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }

    private static void compile(String d, String classes, String p, String path, List<String> files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        boolean compiled = compiler.getTask(
                        said,
                        null,
                        null,
                        List.of(d, classes, p, path),
                        null,
                        compiler.getStandardFileManager(null, null, null)
                                .getJavaFileObjects(files.toArray(String[]::new)))
                .call();
        assertThat(compiled).as(said.toString()).isTrue();
    }

    /** The entries of the class path that are one of these: jars, or folders of classes within the build. */
    private static String modules(String... artifacts) {
        List<String> found = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Stream.of(artifacts).anyMatch(artifact -> {
                    String path = entry.replace('\\', '/');
                    String module = artifact.replace("wsloop-", "");
                    return path.matches(".*/" + artifact + "-[^/]*\\.jar")
                            || path.matches(".*/" + module + "/target/classes/?");
                }))
                .toList();
        assertThat(found).hasSameSizeAs(artifacts);
        return String.join(File.pathSeparator, found);
    }
}
