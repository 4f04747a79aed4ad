package io.wsloop.nio.internal.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * A path with parameters, for example {@code /rooms/{id}}. A last segment {@code {rest*}} takes the remainder of the path, which may
 * be empty and may have slashes. Segments are compared after percent-decoding, and no regular expression reads a peer's bytes. A
 * slash at the end counts: a template matches either {@code /rooms} or {@code /rooms/}. Immutable; any thread.
 *
 * @param text as the application wrote it
 * @param segments the parts between the slashes
 */
public record PathTemplate(String text, List<Segment> segments) implements Function<String, Map<String, String>> {
    /** The template of a request whose route or handler is not known yet. It has no parameter. */
    static final PathTemplate NONE = new PathTemplate("", List.of());

    /** The kinds of segments of a template. */
    enum Kind {
        LITERAL,
        PARAMETER,
        REST
    }

    /**
     * One segment.
     *
     * @param kind of the segment
     * @param name the literal, or the name of the parameter
     */
    record Segment(Kind kind, String name) {}

    /** @throws IllegalArgumentException when the text is not a template; the message says why */
    public static PathTemplate parse(String text) {
        Objects.requireNonNull(text, "path");
        if (!text.startsWith("/")) {
            throw bad(text, "it must begin with a slash");
        }
        if (text.chars().anyMatch(c -> c == '?' || c == '#' || c == '%' || c == '\\' || Character.isISOControl(c))) {
            throw bad(text, "it is written as it is read, without escapes, query or fragment");
        }
        List<Segment> segments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String part : text.substring(1).split("/", -1)) {
            if (!segments.isEmpty() && segments.get(segments.size() - 1).kind() == Kind.REST) {
                throw bad(
                        text,
                        "nothing can follow {"
                                + segments.get(segments.size() - 1).name() + "*}");
            }
            Segment segment = segment(text, part);
            if (segment.kind() != Kind.LITERAL && !names.add(segment.name())) {
                throw bad(text, "the parameter " + segment.name() + " occurs twice");
            }
            segments.add(segment);
        }
        checkLiterals(text, segments);
        return new PathTemplate(text, List.copyOf(segments));
    }

    /** Refuses literals that no path of a request can equal, and literals in the syntax of another router. */
    private static void checkLiterals(String text, List<Segment> segments) {
        for (int i = 0; i < segments.size(); i++) {
            String name = segments.get(i).name();
            if (segments.get(i).kind() != Kind.LITERAL) {
                continue;
            }
            if (name.isEmpty() && i < segments.size() - 1) {
                throw bad(text, "between two slashes there must be a segment");
            }
            if (name.startsWith(":")) {
                throw bad(text, "a parameter is written {" + nameOr(name.substring(1), "id") + "}, not " + name);
            }
            if (name.startsWith("<") && name.endsWith(">")) {
                throw bad(
                        text,
                        "a parameter is written {" + nameOr(name.substring(1, name.length() - 1), "id") + "}, not "
                                + name);
            }
            if (name.indexOf('*') >= 0) {
                throw bad(
                        text,
                        "the remainder of a path is written {" + nameOr(name.replace("*", ""), "rest")
                                + "*}, and one segment of it {id}, not " + name);
            }
            if (name.equals(".") || name.equals("..")) {
                throw bad(text, "no path has the segment " + name);
            }
        }
    }

    private static String nameOr(String written, String other) {
        return isName(written) ? written : other;
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
    }

    private static Segment segment(String text, String part) {
        if (!part.startsWith("{") || !part.endsWith("}")) {
            if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
                throw bad(text, "a parameter takes a whole segment, which \"" + part + "\" does not");
            }
            return new Segment(Kind.LITERAL, part);
        }
        boolean rest = part.endsWith("*}");
        String name = part.substring(1, part.length() - (rest ? 2 : 1));
        if (!isName(name)) {
            throw bad(text, "a parameter's name is made of letters, digits, _ and -, which \"" + name + "\" is not");
        }
        return new Segment(rest ? Kind.REST : Kind.PARAMETER, name);
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException(
                "expected a path template such as /rooms/{id} or /docs/{rest*}, not \"" + text + "\": " + why);
    }

    /** The values of the parameters in the segments of a matching path, in no order. */
    Map<String, String> parameters(List<String> path) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            switch (segment.kind()) {
                case LITERAL -> {}
                case PARAMETER -> values.put(segment.name(), path.get(i));
                case REST -> values.put(segment.name(), String.join("/", path.subList(i, path.size())));
            }
        }
        return Map.copyOf(values);
    }

    /** The values of the parameters in a matching decoded path. */
    @Override
    public Map<String, String> apply(String path) {
        return parameters(RequestPath.segments(path));
    }
}
