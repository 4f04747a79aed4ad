package io.wsloop.nio;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All objects that one gets to from some roots, by fields and array elements, with what was in them when they were looked
 * at; later it says what is no longer the same. Numbers are compared by value, references by identity.
 *
 * <p>Not entered: threads, class loaders, {@link Reference}s (the collector writes in those), and what packages declare
 * that are closed to reflection: {@link #closed} names those classes. Whoever calls sees to it that nobody writes meanwhile.
 */
final class Reach {
    /** The library's classes write here that a line was run, when its coverage is taken. */
    private static final String COVERAGE = "$jacocoData";

    private final Predicate<Object> border;
    private final Map<Object, Content> contents = new IdentityHashMap<>();
    private final ArrayDeque<Content> unvisited = new ArrayDeque<>();
    private final Map<Class<?>, List<Field>> instanceFields = new HashMap<>();
    private final Map<Class<?>, List<Field>> staticFields = new HashMap<>();
    private final Set<String> closed = new TreeSet<>();

    /** An object, and what it held at first. */
    private static final class Content {
        final Object owner;
        private final @Nullable Content from;
        private final String by;

        @Nullable
        Object[] held = {};

        /** @param from whose field or element it was reached by */
        Content(Object owner, @Nullable Content from, String by) {
            this.owner = owner;
            this.from = from;
            this.by = by;
        }

        String path() {
            return from == null ? by : from.path() + (by.startsWith("[") ? "" : ".") + by;
        }
    }

    private Reach(Predicate<Object> border) {
        this.border = border;
    }

    /**
     * Looks at everything within the border.
     *
     * @param roots by name
     * @param statics classes whose static fields are roots as well
     * @param border true for what is not entered
     */
    static Reach of(Map<String, Object> roots, Collection<Class<?>> statics, Predicate<Object> border)
            throws IllegalAccessException {
        Reach reach = new Reach(border);
        for (Class<?> type : statics) {
            reach.enter(type, null, "static " + type.getSimpleName());
        }
        roots.forEach((name, root) -> reach.enter(root, null, name));
        while (!reach.unvisited.isEmpty()) {
            reach.visit(reach.unvisited.remove());
        }
        return reach;
    }

    /** Leaves only what is in the other as well. */
    Reach retain(Reach other) {
        contents.keySet().removeIf(object -> !other.has(object));
        return this;
    }

    int size() {
        return contents.size();
    }

    boolean has(Object object) {
        return contents.containsKey(object);
    }

    /** The classes of all objects, by their simple names. */
    Set<String> classes() {
        return contents.keySet().stream()
                .map(object -> object.getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The classes that have fields which could not be looked at. */
    Set<String> closed() {
        return closed;
    }

    /** What is no longer as it was: the way there, class and field, then and now. */
    List<String> changes() throws IllegalAccessException {
        List<String> changes = new ArrayList<>();
        for (Content content : contents.values()) {
            @Nullable Object[] now = hold(content.owner);
            for (int i = 0; i < Math.max(now.length, content.held.length); i++) {
                Object then = i < content.held.length ? content.held[i] : null;
                Object held = i < now.length ? now[i] : null;
                if (!isSame(content.owner, i, then, held)) {
                    changes.add(content.path() + ": " + place(content.owner, i) + " was " + then + " and is " + held);
                }
            }
        }
        return changes;
    }

    private void enter(@Nullable Object object, @Nullable Content from, String by) {
        if (object == null
                || object instanceof Thread
                || object instanceof ClassLoader
                || object instanceof Reference<?>
                || (object instanceof Class<?> && from != null)
                || border.test(object)
                || contents.containsKey(object)) {
            return;
        }
        Content content = new Content(object, from, by);
        contents.put(object, content);
        unvisited.add(content);
    }

    private void visit(Content content) throws IllegalAccessException {
        content.held = hold(content.owner);
        for (int i = 0; i < content.held.length; i++) {
            if (!isPrimitive(content.owner, i)) {
                enter(content.held[i], content, name(content.owner, i));
            }
        }
    }

    /** Values of its fields or elements; of primitive ones, boxed. */
    private @Nullable Object[] hold(Object owner) throws IllegalAccessException {
        if (owner.getClass().isArray()) {
            @Nullable Object[] elements = new Object[Array.getLength(owner)];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = Array.get(owner, i);
            }
            return elements;
        }
        List<Field> own = fields(owner);
        @Nullable Object[] values = new Object[own.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = own.get(i).get(owner);
        }
        return values;
    }

    /** Static ones of a class, for it is a root; else the object's. */
    private List<Field> fields(Object owner) {
        return owner instanceof Class<?> type
                ? staticFields.computeIfAbsent(type, root -> open(root, true))
                : instanceFields.computeIfAbsent(owner.getClass(), this::inherited);
    }

    private List<Field> inherited(Class<?> type) {
        List<Field> all = new ArrayList<>();
        for (Class<?> up = type; up != null; up = up.getSuperclass()) {
            all.addAll(open(up, false));
        }
        return all;
    }

    private List<Field> open(Class<?> type, boolean statics) {
        List<Field> open = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) == statics
                    && !field.getName().equals(COVERAGE)) {
                if (field.trySetAccessible()) {
                    open.add(field);
                } else {
                    closed.add(type.getName());
                }
            }
        }
        return open;
    }

    private boolean isSame(Object owner, int i, @Nullable Object then, @Nullable Object now) {
        return isPrimitive(owner, i) ? Objects.equals(then, now) : then == now;
    }

    private boolean isPrimitive(Object owner, int i) {
        return owner.getClass().isArray()
                ? owner.getClass().getComponentType().isPrimitive()
                : fields(owner).get(i).getType().isPrimitive();
    }

    private String name(Object owner, int i) {
        return owner.getClass().isArray() ? "[" + i + "]" : fields(owner).get(i).getName();
    }

    private String place(Object owner, int i) {
        return owner.getClass().isArray()
                ? owner.getClass().getComponentType().getSimpleName() + name(owner, i)
                : fields(owner).get(i).getDeclaringClass().getSimpleName() + "." + name(owner, i);
    }
}
