package dev.pilothouse.unfold;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassHierarchyResolver;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// Unfolds every class of some jars in a folder of jars. A jar that is done says so in its comment and isn't looked at again.
public final class Unfold {
    private static final String DONE = "unfolded";

    private final Classes classes;

    private Unfold(Classes classes) {
        this.classes = classes;
    }

    /// @param arguments the folder, and how the names of those jars end that are to be unfolded; all jars are looked at for types
    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(it -> it.toString().endsWith(".jar")).sorted().toList();
        }
        try (URLClassLoader types = new URLClassLoader(jars.stream().map(Unfold::url).toArray(URL[]::new))) {
            Unfold unfold = new Unfold(new Classes(ClassHierarchyResolver.ofResourceParsing(types)));
            for (Path jar : jars) {
                if (jar.toString().endsWith(arguments[1]) && !isDone(jar)) {
                    unfold.jar(jar);
                }
            }
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void jar(Path jar) throws IOException {
        Path written = jar.resolveSibling(jar.getFileName() + ".part");
        try (JarFile from = new JarFile(jar.toFile());
                OutputStream file = Files.newOutputStream(written);
                JarOutputStream to = new JarOutputStream(file)) {
            Enumeration<JarEntry> entries = from.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                byte[] content = from.getInputStream(entry).readAllBytes();
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                to.putNextEntry(copy);
                to.write(entry.getName().endsWith(".class") ? classes.unfold(content) : content);
            }
            to.setComment(DONE);
        }
        Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isDone(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return DONE.equals(file.getComment());
        }
    }
}
