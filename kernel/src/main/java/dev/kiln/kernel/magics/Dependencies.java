package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;

import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactDescriptorResult;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Finds libraries as Maven does: the user's settings, mirrors and local repository are used, and what has been
/// downloaded once is found without a network.
final class Dependencies {
    private final List<RemoteRepository> repositories = new ArrayList<>();

    synchronized void addRepository(String id, String url) {
        repositories.removeIf(repository -> repository.getId().equals(id));
        repositories.add(new RemoteRepository.Builder(id, "default", url).build());
    }

    /// The jars of libraries and of all that they need at run time.
    ///
    /// @param libraries  `group:artifact:version`, `group:artifact` where a bill of materials says the version
    /// @param boms       bills of materials, likewise
    /// @param exclusions `group:artifact`, `*` for any
    /// @param progress   told what is being downloaded
    /// @throws UserError where something is not found
    synchronized List<Path> resolve(
            List<String> libraries,
            List<String> boms,
            List<String> exclusions,
            Consumer<String> progress) {
        try (Context maven = open()) {
            List<Dependency> managed = new ArrayList<>();
            for (String bom : boms) {
                managed.addAll(
                        descriptor(maven, artifact(bom, "pom", Map.of())).getManagedDependencies());
            }
            Map<String, String> versions = new LinkedHashMap<>();
            managed.forEach(
                    dependency ->
                            versions.put(
                                    dependency.getArtifact().getGroupId()
                                            + ":"
                                            + dependency.getArtifact().getArtifactId(),
                                    dependency.getArtifact().getVersion()));
            List<Exclusion> excluded = exclusions.stream().map(Dependencies::exclusion).toList();
            List<Dependency> wanted = new ArrayList<>();
            for (String library : libraries) {
                wanted.add(
                        new Dependency(
                                artifact(library, "jar", versions), "runtime", false, excluded));
            }
            return collect(maven, wanted, managed, progress);
        } catch (RepositoryException | IllegalArgumentException failure) {
            throw notFound(failure);
        }
    }

    /// The jars that a project needs.
    synchronized List<Path> ofProject(Path pom) {
        try (Context maven = open()) {
            var project = new ProjectFile(pom);
            project.repositories().forEach((id, url) -> addRepository(id, url));
            return collect(
                    maven, project.dependencies(), project.managed(maven, this), progress -> {});
        } catch (RepositoryException | IllegalArgumentException failure) {
            throw notFound(failure);
        }
    }

    private static Context open() {
        return Runtimes.INSTANCE
                .getRuntime()
                .create(ContextOverrides.create().withUserSettings(true).build());
    }

    private List<RemoteRepository> all(Context maven) {
        List<RemoteRepository> all = new ArrayList<>(maven.remoteRepositories());
        all.addAll(
                maven.repositorySystem()
                        .newResolutionRepositories(maven.repositorySystemSession(), repositories));
        return all;
    }

    ArtifactDescriptorResult descriptor(Context maven, Artifact artifact)
            throws RepositoryException {
        return maven.repositorySystem()
                .readArtifactDescriptor(
                        maven.repositorySystemSession(),
                        new ArtifactDescriptorRequest(artifact, all(maven), "notebook"));
    }

    private List<Path> collect(
            Context maven,
            List<Dependency> wanted,
            List<Dependency> managed,
            Consumer<String> progress)
            throws RepositoryException {
        DefaultRepositorySystemSession session =
                new DefaultRepositorySystemSession(maven.repositorySystemSession());
        session.setTransferListener(new Downloads(progress));
        CollectRequest request = new CollectRequest(wanted, managed, all(maven));
        return maven
                .repositorySystem()
                .resolveDependencies(
                        session,
                        new DependencyRequest(
                                request,
                                DependencyFilterUtils.classpathFilter("compile", "runtime")))
                .getArtifactResults()
                .stream()
                .map(ArtifactResult::getArtifact)
                .map(artifact -> artifact.getFile().toPath())
                .toList();
    }

    /// `group:artifact[:type[:classifier]]:version`, or `group:artifact` where the version is known or the newest is
    /// meant.
    static Artifact artifact(String coordinates, String type, Map<String, String> versions) {
        String[] parts = coordinates.split(":");
        return switch (parts.length) {
            case 2 ->
                    new DefaultArtifact(
                            parts[0], parts[1], type, versions.getOrDefault(coordinates, "[0,)"));
            case 3 -> new DefaultArtifact(parts[0], parts[1], type, parts[2]);
            case 4, 5 -> new DefaultArtifact(coordinates);
            default ->
                    throw new UserError(
                            coordinates + " names no library.",
                            "Type: %maven group:artifact:version");
        };
    }

    private static Exclusion exclusion(String text) {
        String[] parts = (text + ":*").split(":");
        return new Exclusion(parts[0], parts[1], "*", "*");
    }

    private static UserError notFound(Exception failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = String.valueOf(deepest.getMessage());
        return new UserError(
                "",
                message.replaceAll("://[^/@\\s]+@", "://"),
                "Check the coordinates at https://central.sonatype.com, or add a repository: %mavenRepo id url",
                failure);
    }
}
