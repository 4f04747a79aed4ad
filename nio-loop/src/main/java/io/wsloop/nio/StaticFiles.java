package io.wsloop.nio;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files below a path prefix. What a path may name is decided here, before any file system sees it, on the decoded
 * segments: a segment is the plain name of one file or folder or it names nothing.
 *
 * @param prefix its segments
 * @param tree where the files come from
 */
record StaticFiles(List<String> prefix, Tree tree) {
    /** The one name with a leading dot that the web itself has given a meaning (RFC 8615), for certificates and the like. */
    private static final String WELL_KNOWN = ".well-known";

    StaticFiles(String prefix, Tree tree) {
        this(segments(prefix), tree);
    }

    /** Where files come from. Called off the loop: it may block. */
    interface Tree {
        /** Names are safe: see {@link StaticFiles#isPlain}, or the first is .well-known. Null when nothing is there. */
        @Nullable
        Entry find(List<String> names) throws IOException;
    }

    /** What a name led to. */
    sealed interface Entry {
        /** A folder; its {@code index.html} is asked for if its path ends with a slash. */
        record Folder() implements Entry {}

        /** A file. */
        record File(FileContent content) implements Entry {}
    }

    /** What came of a request for a path. */
    sealed interface Found {
        /** Nobody is to know whether a name is forbidden or only not there. */
        record Nothing() implements Found {}

        /** The path of a folder without its slash: relative links on its page would miss. */
        record MissingSlash() implements Found {}

        /** A file, open. */
        record Content(String name, FileContent content) implements Found {}
    }

    private static List<String> segments(String prefix) {
        PathTemplate template = PathTemplate.parse(prefix.endsWith("/") ? prefix : prefix + "/");
        for (PathTemplate.Segment segment : template.segments()) {
            if (segment.kind() != PathTemplate.Kind.LITERAL) {
                throw new IllegalArgumentException(
                        "expected a plain prefix such as /static for files, not \"" + prefix + "\"");
            }
        }
        List<String> names =
                template.segments().stream().map(PathTemplate.Segment::name).toList();
        return names.subList(0, names.size() - 1);
    }

    boolean covers(RequestPath path) {
        List<String> segments = path.segments();
        return segments.size() >= prefix.size()
                && segments.subList(0, prefix.size()).equals(prefix);
    }

    /** Off the loop. */
    Found find(RequestPath path) throws IOException {
        List<String> names =
                path.segments().subList(prefix.size(), path.segments().size());
        if (names.isEmpty()) {
            return new Found.MissingSlash();
        }
        String last = names.get(names.size() - 1);
        boolean folder = last.isEmpty();
        List<String> plain = folder ? names.subList(0, names.size() - 1) : names;
        if (!mayBeNamed(plain)) {
            return new Found.Nothing();
        }
        if (folder) {
            List<String> index = new java.util.ArrayList<>(plain);
            index.add("index.html");
            return tree.find(index) instanceof Entry.File file
                    ? new Found.Content("index.html", file.content())
                    : new Found.Nothing();
        }
        Entry entry = tree.find(plain);
        if (entry instanceof Entry.File file) {
            return new Found.Content(last, file.content());
        }
        return entry == null ? new Found.Nothing() : new Found.MissingSlash();
    }

    /** RFC 8615 §3: well-known is what lies at the top of all paths, so below a prefix the name is any other dot file's. */
    private boolean mayBeNamed(List<String> names) {
        boolean wellKnown = prefix.isEmpty() && !names.isEmpty() && names.get(0).equals(WELL_KNOWN);
        List<String> others = wellKnown ? names.subList(1, names.size()) : names;
        return others.stream().allMatch(StaticFiles::isPlain);
    }

    /**
     * No dot files, and so no {@code .} and {@code ..}; no separator of any system; no colon, which names drives and
     * streams on Windows; no trailing dot or space, which Windows drops; no control character.
     */
    static boolean isPlain(String name) {
        if (name.isEmpty() || name.startsWith(".") || name.endsWith(".") || name.endsWith(" ")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '\\' || c == ':' || Character.isISOControl(c)) {
                return false;
            }
        }
        return true;
    }
}
