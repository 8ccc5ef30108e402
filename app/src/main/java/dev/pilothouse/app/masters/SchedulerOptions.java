package dev.pilothouse.app.masters;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.yaml.MalformedYaml;
import dev.pilothouse.api.yaml.Yaml;
import dev.pilothouse.app.Components;
import dev.pilothouse.app.Leadership;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.app.flags.FeatureGates;
import dev.pilothouse.app.flags.FlagValues;
import dev.pilothouse.api.meta.GoDuration;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.LeaderElection;
import dev.pilothouse.client.Pace;
import dev.pilothouse.scheduler.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the scheduler is told, by flags and by a `KubeSchedulerConfiguration` (`kubescheduler.config.k8s.io/v1`). As upstream, a
/// file counts before the flags that it replaces.
record SchedulerOptions(LoopOptions loops, FeatureGates gates, List<Profile> profiles) {
    private static final String VERSION = "kubescheduler.config.k8s.io/v1";
    private static final String SOURCE = "default-scheduler";

    /// Points at which a profile may disable a plugin; one that is disabled at `filter` or for all doesn't take part at all.
    private static final List<String> POINTS = List.of("multiPoint", "filter", "preFilter");

    static SchedulerOptions of(FlagValues flags) throws IOException {
        FeatureGates gates = FeatureGates.of(flags.pairs("feature-gates"));
        LoopOptions loops = LoopOptions.of(flags, gates, Components.SCHEDULER, SOURCE);
        Optional<Path> file = flags.file("config");
        return file.isEmpty()
                ? new SchedulerOptions(loops, gates, List.of(Profile.STANDARD))
                : new Reading(file.get(), parse(file.get())).over(loops, gates);
    }

    private static ObjectTree parse(Path file) throws IOException {
        try {
            return Yaml.parse(Files.readAllBytes(file)).asObject();
        } catch (MalformedYaml malformed) {
            throw new Refusal(file + ": " + malformed.getMessage());
        }
    }

    private record Reading(Path file, ObjectTree root) {
        SchedulerOptions over(LoopOptions flags, FeatureGates gates) {
            if (!root.text("kind").equals("KubeSchedulerConfiguration") || !root.text("apiVersion").equals(VERSION)) {
                throw refused("it must be a KubeSchedulerConfiguration of " + VERSION);
            }
            ObjectTree connection = root.object("clientConnection");
            String kubeconfig = connection.text("kubeconfig");
            double perSecond = Double.parseDouble(connection.has("qps") ? plain(connection, "qps") : "0");
            int burst = connection.has("burst") ? connection.get("burst").asInt() : 100;
            return new SchedulerOptions(
                    new LoopOptions(
                            kubeconfig.isEmpty() ? flags.kubeconfig() : Optional.of(file.toAbsolutePath().resolveSibling(kubeconfig)),
                            election(),
                            perSecond > 0 ? Optional.of(new Pace(perSecond, burst, System::nanoTime)) : Optional.empty(),
                            root.has("enableProfiling") ? flags.door().withProfiling(root.bool("enableProfiling")) : flags.door(),
                            flags.reviewsBy()),
                    gates,
                    profiles());
        }

        private static String plain(ObjectTree of, String field) {
            return of.get(field).toString();
        }

        private Optional<Leadership.Election> election() {
            ObjectTree said = root.object("leaderElection");
            if (said.has("leaderElect") && !said.bool("leaderElect")) {
                return Optional.empty();
            }
            LeaderElection.Timings usual = LeaderElection.Timings.STANDARD;
            try {
                return Optional.of(new Leadership.Election(
                        Components.SCHEDULER,
                        SOURCE,
                        new Key(
                                or(said, "resourceNamespace", "kube-system"),
                                or(said, "resourceName", Components.SCHEDULER)),
                        new LeaderElection.Timings(
                                duration(said, "leaseDuration", usual.lease()),
                                duration(said, "renewDeadline", usual.renewDeadline()),
                                duration(said, "retryPeriod", usual.retry()))));
            } catch (IllegalArgumentException wrong) {
                throw refused("leaderElection: " + wrong.getMessage());
            }
        }

        private static String or(ObjectTree of, String field, String usual) {
            return of.text(field).isEmpty() ? usual : of.text(field);
        }

        private static Duration duration(ObjectTree of, String field, Duration usual) {
            return of.text(field).isEmpty() ? usual : GoDuration.parse(of.text(field));
        }

        private List<Profile> profiles() {
            List<Profile> profiles = new ArrayList<>();
            Set<String> names = new HashSet<>();
            for (ObjectTree profile : root.list("profiles").objects()) {
                String name = or(profile, "schedulerName", SOURCE);
                if (!names.add(name)) {
                    throw refused("profiles: Duplicate value: \"" + name + "\"");
                }
                profiles.add(new Profile(name, disabled(profile.object("plugins"))));
            }
            return profiles.isEmpty() ? List.of(Profile.STANDARD) : profiles;
        }

        private Set<String> disabled(ObjectTree plugins) {
            Set<String> disabled = new HashSet<>();
            for (String point : POINTS) {
                ObjectTree set = plugins.object(point);
                for (ObjectTree each : set.list("disabled").objects()) {
                    disabled.addAll(each.text("name").equals("*") ? Profile.plugins() : List.of(each.text("name")));
                }
            }
            for (String point : POINTS) {
                for (ObjectTree each : plugins.object(point).list("enabled").objects()) {
                    if (!Profile.plugins().contains(each.text("name"))) {
                        throw refused("profiles: the plugin " + each.text("name") + " isn't known here");
                    }
                    disabled.remove(each.text("name"));
                }
            }
            return disabled;
        }

        private Refusal refused(String why) {
            return new Refusal(file + ": " + why);
        }
    }
}
