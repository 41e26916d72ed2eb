package dev.kiln.kernel.magics;

import dev.kiln.kernel.settings.JvmOptions;
import dev.kiln.kernel.settings.SettingsFolder;

import java.util.LinkedHashMap;
import java.util.Map;

/// All magics of the kernel itself, with the names under which JJava and IJava know them.
public final class KernelMagics {
    private KernelMagics() {}

    /// A new magic goes here.
    public static Map<String, KernelMagic> of(Session session) {
        Environment environment = new Environment();
        Dependencies dependencies = new Dependencies();
        Map<String, KernelMagic> all = new LinkedHashMap<>();
        all.put("classpath", new ClassPathMagic(session));
        all.put("jars", new Jars(session));
        all.put("maven", new Maven(session, dependencies));
        all.put("addMavenDependency", new Maven(session, dependencies));
        all.put("addMavenDependencies", new Maven(session, dependencies));
        all.put("mavenRepo", new MavenRepository(dependencies));
        all.put("addMavenRepo", new MavenRepository(dependencies));
        all.put("loadFromPOM", new LoadFromPom(session, dependencies));
        all.put("load", new LoadSource(session));
        all.put("time", new Time(session));
        all.put("writefile", new WriteFile(session));
        all.put("env", new EnvironmentMagic(environment));
        all.put("sh", new Shell(session, environment));
        all.put("who", new Who(session));
        all.put("reset", new Reset(session));
        all.put("history", new History(session));
        all.put("parameters", new Parameters(session));
        all.put("kiln", new JvmMagic(JvmOptions.in(SettingsFolder.usual())));
        return all;
    }
}
