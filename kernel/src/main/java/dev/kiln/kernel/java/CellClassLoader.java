package dev.kiln.kernel.java;

import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Loads the classes of cells and the jars that cells asked for.
final class CellClassLoader extends URLClassLoader implements LoaderDelegate {
    private static final List<String> SHARED =
            List.of(
                    "java.",
                    "javax.",
                    "jdk.",
                    "sun.",
                    "com.sun.",
                    "REPL.",
                    "dev.kiln.",
                    "org.dflib.jjava.",
                    "tech.tablesaw.",
                    "org.knowm.xchart.",
                    "org.nd4j.",
                    "org.bytedeco.");

    private final Map<String, byte[]> declared = new ConcurrentHashMap<>();
    private final Map<String, Class<?>> classes = new LinkedHashMap<>();

    static {
        registerAsParallelCapable();
    }

    CellClassLoader(ClassLoader parent) {
        super("cells", new URL[0], parent);
    }

    /// What a cell added wins over what Kiln itself uses of the same name, except for what both speak to each other in.
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (getURLs().length == 0 || SHARED.stream().anyMatch(name::startsWith)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            if (known == null && super.findResource(name.replace('.', '/') + ".class") != null) {
                known = findClass(name);
            }
            return known == null ? super.loadClass(name, resolve) : known;
        }
    }

    @Override
    public void load(ClassBytecodes[] files) throws ClassInstallException {
        boolean[] installed = new boolean[files.length];
        try {
            for (ClassBytecodes file : files) {
                declared.put(file.name(), StopChecks.weave(file.bytecodes(), this));
            }
            for (int i = 0; i < files.length; i++) {
                Class<?> loaded = loadClass(files[i].name());
                loaded.getDeclaredMethods();
                synchronized (classes) {
                    classes.put(files[i].name(), loaded);
                }
                installed[i] = true;
            }
        } catch (ClassNotFoundException | RuntimeException | LinkageError refused) {
            throw new ClassInstallException(refused.toString(), installed);
        }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] files) {
        for (ClassBytecodes file : files) {
            declared.put(file.name(), file.bytecodes());
        }
    }

    @Override
    public void addToClasspath(String path) throws InternalException {
        for (String entry : path.split(File.pathSeparator)) {
            try {
                addURL(Path.of(entry).toUri().toURL());
            } catch (MalformedURLException malformed) {
                throw new InternalException(malformed.toString());
            }
        }
    }

    /// The class of a cell or of a jar that a cell added; JShell and the JVM ask the same question.
    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        synchronized (classes) {
            Class<?> loaded = classes.get(name);
            if (loaded != null) {
                return loaded;
            }
        }
        byte[] bytes = declared.remove(name);
        return bytes == null ? super.findClass(name) : defineClass(name, bytes, 0, bytes.length);
    }
}
