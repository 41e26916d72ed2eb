package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;

import eu.maveniverse.maven.mima.context.Context;

import org.apache.maven.model.Model;
import org.apache.maven.model.io.xpp3.MavenXpp3Reader;
import org.codehaus.plexus.util.xml.pull.XmlPullParserException;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a `pom.xml` says about dependencies. Its parents are not read; its properties and its own bills of materials
/// are.
final class ProjectFile {
    private final Model model;

    ProjectFile(Path pom) {
        try (Reader reader = Files.newBufferedReader(pom)) {
            model = new MavenXpp3Reader().read(reader);
        } catch (IOException | XmlPullParserException broken) {
            throw new UserError(
                    "",
                    pom.getFileName() + " is no Maven project: " + broken.getMessage(),
                    "Mend the file.",
                    broken);
        }
    }

    Map<String, String> repositories() {
        Map<String, String> found = new LinkedHashMap<>();
        model.getRepositories()
                .forEach(repository -> found.put(repository.getId(), repository.getUrl()));
        return found;
    }

    List<Dependency> dependencies() {
        return model.getDependencies().stream()
                .filter(dependency -> !"test".equals(dependency.getScope()))
                .map(this::dependency)
                .toList();
    }

    List<Dependency> managed(Context maven, Dependencies dependencies) throws RepositoryException {
        List<Dependency> managed = new ArrayList<>();
        if (model.getDependencyManagement() == null) {
            return managed;
        }
        for (var declared : model.getDependencyManagement().getDependencies()) {
            Dependency dependency = dependency(declared);
            if ("import".equals(declared.getScope())) {
                managed.addAll(
                        dependencies
                                .descriptor(maven, dependency.getArtifact())
                                .getManagedDependencies());
            } else {
                managed.add(dependency);
            }
        }
        return managed;
    }

    private Dependency dependency(org.apache.maven.model.Dependency declared) {
        List<Exclusion> exclusions =
                declared.getExclusions().stream()
                        .map(
                                exclusion ->
                                        new Exclusion(
                                                exclusion.getGroupId(),
                                                exclusion.getArtifactId(),
                                                "*",
                                                "*"))
                        .toList();
        return new Dependency(
                new DefaultArtifact(
                        resolved(declared.getGroupId()),
                        resolved(declared.getArtifactId()),
                        resolved(declared.getClassifier() == null ? "" : declared.getClassifier()),
                        declared.getType(),
                        resolved(declared.getVersion() == null ? "[0,)" : declared.getVersion())),
                "runtime",
                declared.isOptional(),
                exclusions);
    }

    private String resolved(String text) {
        String result =
                text.replace("${project.version}", String.valueOf(model.getVersion()))
                        .replace("${project.groupId}", String.valueOf(model.getGroupId()));
        for (String name : model.getProperties().stringPropertyNames()) {
            result = result.replace("${" + name + "}", model.getProperties().getProperty(name));
        }
        return result;
    }
}
