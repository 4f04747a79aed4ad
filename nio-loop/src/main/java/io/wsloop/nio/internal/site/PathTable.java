package io.wsloop.nio.internal.site;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the value of a path in a tree of segments. If several templates match, the first segment in which they differ decides: a
 * literal beats a parameter, and a parameter beats a rest. A look-up visits each node at most once, so the templates bound its cost,
 * not the peer. Not thread safe while templates are added; any thread afterwards.
 *
 * @param <T> the type of a registered value
 */
public final class PathTable<T> {
    private final Node<T> root = new Node<>();

    /** The value of a path, and the template that the path matches. */
    public record Match<T>(T value, PathTemplate template, List<String> segments) {
        /** The values of the template's parameters. */
        Map<String, String> parameters() {
            return template.parameters(segments);
        }
    }

    private record Leaf<T>(PathTemplate template, T value) {}

    private static final class Node<T> {
        final Map<String, Node<T>> literals = new HashMap<>();

        @Nullable
        Node<T> parameter;

        @Nullable
        Leaf<T> rest;

        @Nullable
        Leaf<T> end;
    }

    /** Copies the table. Later additions to this table are not in the copy. */
    PathTable<T> copy() {
        PathTable<T> copy = new PathTable<>();
        copy(root, copy.root);
        return copy;
    }

    private static <T> void copy(Node<T> from, Node<T> to) {
        to.rest = from.rest;
        to.end = from.end;
        if (from.parameter != null) {
            to.parameter = new Node<>();
            copy(from.parameter, to.parameter);
        }
        from.literals.forEach((name, node) -> {
            Node<T> literal = new Node<>();
            to.literals.put(name, literal);
            copy(node, literal);
        });
    }

    /** @throws IllegalArgumentException when another template matches exactly the same paths */
    void add(String text, T value) {
        PathTemplate template = PathTemplate.parse(text);
        Leaf<T> leaf = new Leaf<>(template, value);
        Node<T> node = root;
        for (PathTemplate.Segment segment : template.segments()) {
            switch (segment.kind()) {
                case LITERAL -> node = node.literals.computeIfAbsent(segment.name(), name -> new Node<>());
                case PARAMETER -> {
                    if (node.parameter == null) {
                        node.parameter = new Node<>();
                    }
                    node = node.parameter;
                }
                case REST -> {
                    unused(template, node.rest);
                    node.rest = leaf;
                    return;
                }
            }
        }
        unused(template, node.end);
        node.end = leaf;
    }

    private static void unused(PathTemplate template, @Nullable Leaf<?> leaf) {
        if (leaf != null) {
            throw new IllegalArgumentException("\"" + template.text() + "\" fits the same paths as \""
                    + leaf.template().text() + "\", which is registered already");
        }
    }

    /** Null if no template matches. */
    @Nullable
    Match<T> find(RequestPath path) {
        Leaf<T> leaf = find(root, path.segments(), 0);
        return leaf == null ? null : new Match<>(leaf.value(), leaf.template(), path.segments());
    }

    private static <T> @Nullable Leaf<T> find(Node<T> node, List<String> segments, int at) {
        if (at == segments.size()) {
            return node.end;
        }
        String segment = segments.get(at);
        Node<T> literal = node.literals.get(segment);
        Leaf<T> found = literal == null ? null : find(literal, segments, at + 1);
        // A parameter is never empty, because /rooms/ names no room.
        if (found == null && node.parameter != null && !segment.isEmpty()) {
            found = find(node.parameter, segments, at + 1);
        }
        return found != null ? found : node.rest;
    }
}
