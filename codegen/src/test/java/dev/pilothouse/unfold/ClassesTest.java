package dev.pilothouse.unfold;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Unfolded classes do what the JVM's own linkage does.
class ClassesTest {
    public interface Shape {
        record Circle(double radius) implements Shape {}

        record Square(int side, String name) implements Shape {}

        record Line(long length, float width, boolean dotted, byte a, short b, char c, int[] points) implements Shape {}

        record Nothing() implements Shape {}
    }

    /// What a copy of this class says of a value is compared with what this one says.
    static final class Sayings {
        private Sayings() {}

        static String which(Object it) {
            return switch (it) {
                case null -> "nothing at all";
                case Shape.Circle circle when circle.radius() > 10 -> "a large circle";
                case Shape.Circle(double radius) when Double.isNaN(radius) -> "no circle";
                case Shape.Square square -> "a square of " + square.side();
                case Shape.Circle _ -> "a circle";
                case CharSequence text when text.length() > 3 -> text.toString().toUpperCase(Locale.ROOT);
                case String text -> text;
                default -> "something";
            };
        }
    }

    static Stream<Object> values() {
        return Stream.of(
                new Shape.Circle(11), new Shape.Circle(1), new Shape.Circle(Double.NaN), new Shape.Square(3, "c"), "abc", "abcd", 5);
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_switch_on_types_chooses_as_before(Object value) throws Exception {
        assertThat(whichUnfolded(value)).isEqualTo(Sayings.which(value));
    }

    @Test
    void a_switch_on_types_knows_null() throws Exception {
        assertThat(whichUnfolded(null)).isEqualTo("nothing at all");
    }

    private static Object whichUnfolded(Object value) throws Exception {
        Method which = unfolded(Sayings.class).getDeclaredMethod("which", Object.class);
        which.setAccessible(true);
        return which.invoke(null, value);
    }

    @Test
    void a_record_equals_and_hashes_as_before() throws Exception {
        int[] points = {1};
        List<Object[]> lines = List.of(
                new Object[] {1L, 0.0f, true, (byte) 1, (short) 2, 'c', points},
                new Object[] {1L, -0.0f, true, (byte) 1, (short) 2, 'c', points},
                new Object[] {1L << 40, Float.NaN, false, (byte) -1, (short) -2, 'd', new int[] {1}},
                new Object[] {1L, 0.0f, true, (byte) 1, (short) 2, 'c', null});
        assertSame(Shape.Line.class, lines);
        assertSame(Shape.Circle.class, List.of(new Object[] {0.0}, new Object[] {-0.0}, new Object[] {Double.NaN}));
        assertSame(Shape.Square.class, List.of(new Object[] {1, "a"}, new Object[] {1, null}, new Object[] {2, "a"}));
        assertSame(Shape.Nothing.class, List.<Object[]>of(new Object[] {}));
    }

    private static void assertSame(Class<?> type, List<Object[]> arguments) throws Exception {
        Class<?> unfolded = unfolded(type);
        assertThat(unfolded).isNotSameAs(type);
        for (Object[] one : arguments) {
            assertThat(make(unfolded, one).hashCode()).isEqualTo(make(type, one).hashCode());
            assertThat(make(unfolded, one)).isNotEqualTo("another type").isNotEqualTo(null);
            for (Object[] other : arguments) {
                assertThat(make(unfolded, one).equals(make(unfolded, other)))
                        .as("%s and %s", Arrays.asList(one), Arrays.asList(other))
                        .isEqualTo(make(type, one).equals(make(type, other)));
            }
        }
    }

    private static Object make(Class<?> type, Object[] arguments) throws Exception {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(arguments);
    }

    @Test
    void nothing_is_left_that_the_JVM_would_link_but_what_its_cache_keeps() throws Exception {
        for (Class<?> type : List.of(Sayings.class, Shape.Line.class)) {
            assertThat(ClassFile.of().parse(bytes(type)).methods().stream()
                            .flatMap(method -> method.code().stream())
                            .flatMap(code -> code.elementStream())
                            .filter(InvokeDynamicInstruction.class::isInstance)
                            .map(call -> ((InvokeDynamicInstruction) call).bootstrapMethod().owner().displayName()))
                    .isSubsetOf("StringConcatFactory", "ObjectMethods");
        }
    }

    @Test
    void a_class_without_such_calls_stays_as_it_is() throws Exception {
        byte[] before = original(Plain.class);
        assertThat(classes().unfold(before)).isSameAs(before);
    }

    private static Classes classes() {
        return new Classes(ClassHierarchyResolver.ofResourceParsing(ClassesTest.class.getClassLoader()));
    }

    private static Class<?> unfolded(Class<?> type) throws Exception {
        return new One(type.getName(), bytes(type)).loadClass(type.getName());
    }

    /// Loads a copy of one class, and all else where the rest is from.
    private static final class One extends ClassLoader {
        private final String name;
        private final byte[] content;

        One(String name, byte[] content) {
            super(ClassesTest.class.getClassLoader());
            this.name = name;
            this.content = content;
        }

        @Override
        protected Class<?> loadClass(String wanted, boolean resolve) throws ClassNotFoundException {
            return wanted.equals(name) ? defineClass(name, content, 0, content.length) : super.loadClass(wanted, resolve);
        }
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        return classes().unfold(original(type));
    }

    private static byte[] original(Class<?> type) throws IOException {
        String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            return in.readAllBytes();
        }
    }
}
