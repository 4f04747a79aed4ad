package io.wsloop.nio;

import io.wsloop.WebSocket;
import io.wsloop.loop.EventLoop;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Every class of core and nio-loop, nested and hidden ones too, from wherever they were loaded: folders or jars. */
final class LibraryClasses {
    private static final String SUFFIX = ".class";

    private LibraryClasses() {}

    static List<Class<?>> all() throws IOException, URISyntaxException, ClassNotFoundException {
        List<Class<?>> all = new ArrayList<>();
        for (Class<?> sample : List.of(WebSocket.class, EventLoop.class)) {
            Path from = Path.of(
                    sample.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(from)) {
                addAll(all, from);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(from)) {
                    addAll(all, jar.getPath("/"));
                }
            }
        }
        return all;
    }

    /** Those of packages that anyone may use. */
    static List<Class<?>> exported() throws IOException, URISyntaxException, ClassNotFoundException {
        List<Class<?>> exported = new ArrayList<>(all());
        exported.removeIf(type -> type.getPackageName().startsWith("io.wsloop.nio.internal.")
                || type.getPackageName().equals("io.wsloop.frame"));
        return exported;
    }

    private static void addAll(List<Class<?>> all, Path root) throws IOException, ClassNotFoundException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(root)) {
            files = tree.filter(file ->
                            file.toString().endsWith(SUFFIX) && !file.toString().endsWith("-info" + SUFFIX))
                    .toList();
        }
        for (Path file : files) {
            String path = root.relativize(file).toString();
            String name = path.substring(0, path.length() - SUFFIX.length())
                    .replace(file.getFileSystem().getSeparator(), ".");
            all.add(Class.forName(name));
        }
    }
}
