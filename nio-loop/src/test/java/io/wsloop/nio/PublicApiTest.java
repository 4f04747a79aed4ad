package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a user can call is made of types that a user can name: public, in a package exported to all, or the JDK's. */
class PublicApiTest {
    private static final List<ModuleReference> OURS =
            List.copyOf(ModuleFinder.of(classes(Limits.class), classes(WebSocketServer.class))
                    .findAll());
    private static final Set<String> EXPORTED = new HashSet<>();

    static {
        for (ModuleReference module : OURS) {
            for (ModuleDescriptor.Exports exports : module.descriptor().exports()) {
                if (!exports.isQualified()) {
                    EXPORTED.add(exports.source());
                }
            }
        }
    }

    @Test
    void everySignatureNamesTypesThatAUserCanName() throws Exception {
        Set<String> hidden = new TreeSet<>();
        int looked = 0;
        for (Class<?> type : LibraryClasses.all()) {
            if (canBeNamed(type)) {
                looked++;
                for (String where : hiddenIn(type)) {
                    hidden.add(where);
                }
            }
        }
        assertThat(looked).isGreaterThan(50);
        assertThat(hidden).isEmpty();
    }

    @Test
    void aTypeThatCannotBeNamedIsFound() {
        assertThat(hiddenIn(Leaky.class)).hasSize(4);
    }

    /** Not public. */
    static final class Hidden {}

    /** Refers to a type of this package that is not public, in each way. */
    @SuppressWarnings("unused")
    public abstract static class Leaky {
        /** By a field. */
        public @SuppressWarnings("NullAway") Hidden field;

        /** By a type argument. */
        public abstract List<? extends Hidden[]> result();

        /** By a parameter. */
        protected abstract void parameter(Hidden hidden);

        /** By a bound. */
        public abstract <B extends Hidden> void bound();

        abstract void notSeen(Hidden hidden);
    }

    private static List<String> hiddenIn(Class<?> type) {
        List<String> found = new ArrayList<>();
        Set<Type> types = new HashSet<>();
        // A superclass may be hidden: a user names what it has through the subclass.
        types.addAll(List.of(type.getGenericInterfaces()));
        types.addAll(List.of(type.getTypeParameters()));
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                types.add(component.getGenericType());
            }
        }
        types.stream().filter(PublicApiTest::isHidden).forEach(t -> found.add(type + ": " + t));
        for (Field field : type.getDeclaredFields()) {
            if (isSeen(field) && isHidden(field.getGenericType())) {
                found.add(field.toGenericString());
            }
        }
        Stream.concat(Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods()))
                .filter(member -> isSeen(member) && !member.isSynthetic() && namesHidden(member))
                .forEach(member -> found.add(member.toGenericString()));
        return found;
    }

    private static boolean namesHidden(Executable member) {
        List<Type> types = new ArrayList<>(List.of(member.getGenericParameterTypes()));
        types.addAll(List.of(member.getGenericExceptionTypes()));
        types.addAll(List.of(member.getTypeParameters()));
        if (member instanceof Method method) {
            types.add(method.getGenericReturnType());
        }
        return types.stream().anyMatch(PublicApiTest::isHidden);
    }

    private static boolean isSeen(Member member) {
        boolean inherited = Modifier.isProtected(member.getModifiers())
                && !Modifier.isFinal(member.getDeclaringClass().getModifiers());
        return Modifier.isPublic(member.getModifiers()) || inherited;
    }

    private static boolean isHidden(Type type) {
        return isHidden(type, new HashSet<>());
    }

    private static boolean isHidden(Type type, Set<Type> looked) {
        if (!looked.add(type)) {
            return false;
        }
        if (type instanceof Class<?> named) {
            return !canBeNamed(named);
        }
        List<Type> inside = new ArrayList<>();
        if (type instanceof ParameterizedType generic) {
            inside.add(generic.getRawType());
            inside.addAll(List.of(generic.getActualTypeArguments()));
        } else if (type instanceof GenericArrayType array) {
            inside.add(array.getGenericComponentType());
        } else if (type instanceof WildcardType wildcard) {
            inside.addAll(List.of(wildcard.getUpperBounds()));
            inside.addAll(List.of(wildcard.getLowerBounds()));
        } else if (type instanceof TypeVariable<?> variable) {
            inside.addAll(List.of(variable.getBounds()));
        }
        return inside.stream().anyMatch(part -> isHidden(part, looked));
    }

    private static boolean canBeNamed(Class<?> type) {
        if (type.isArray()) {
            return canBeNamed(type.getComponentType());
        }
        for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
            if (!Modifier.isPublic(outer.getModifiers()) && !outer.isPrimitive()) {
                return false;
            }
        }
        String name = type.getPackageName();
        // Both modules require java.base alone.
        return EXPORTED.contains(name) || Object.class.getModule().isExported(name);
    }

    private static Path classes(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
