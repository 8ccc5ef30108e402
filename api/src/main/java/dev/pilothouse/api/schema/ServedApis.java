package dev.pilothouse.api.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which of Kubernetes' own resources a server serves (upstream's `--runtime-config`): `api/all`, `api/ga`, `api/beta` and
/// `api/alpha`, then single versions (`apps/v1`), then single resources (`apps/v1/deployments`); what is said of less holds over
/// what is said of more. What isn't Kubernetes' own is none of this type's business, and served.
public final class ServedApis {
    /// Everything that there is.
    public static final ServedApis ALL = new ServedApis(Set.of(), List.of());

    private static final Pattern STABLE = Pattern.compile("v\\d+");
    private static final Pattern BETA = Pattern.compile("v\\d+beta\\d+");
    private static final Pattern ALPHA = Pattern.compile("v\\d+alpha\\d+");

    /// Groups that upstream knows and that have nothing here.
    private static final Set<String> ELSEWHERE =
            Set.of("extensions", "imagepolicy.k8s.io", "internal.apiserver.k8s.io", "storagemigration.k8s.io");

    private final Set<GroupVersionResource> off;
    private final List<String> warnings;

    private ServedApis(Set<GroupVersionResource> off, List<String> warnings) {
        this.off = Set.copyOf(off);
        this.warnings = List.copyOf(warnings);
    }

    /// @param config what is said: `true`, `false`, or nothing, which is `true`
    /// @throws IllegalArgumentException when it makes no sense, in upstream's words
    public static ServedApis of(Map<String, String> config) {
        return config.isEmpty() ? ALL : new Reading(config).read();
    }

    /// Reads what is said, from what is said of much to what is said of little.
    private static final class Reading {
        private final Map<String, String> config;
        private final Map<GroupVersionResource, Boolean> on = new HashMap<>();
        private final List<String> warnings = new ArrayList<>();
        private final Set<String> groups;
        private final List<GroupVersion> versions = ApiResources.builtIn().groupVersions();

        Reading(Map<String, String> config) {
            this.config = config;
            this.groups = versions.stream().map(GroupVersion::group).collect(Collectors.toSet());
        }

        ServedApis read() {
            check();
            ApiResources.builtIn().all().forEach(resource -> on.put(resource.id(), true));
            all("api/all", _ -> true);
            all("api/ga", version -> STABLE.matcher(version).matches());
            all("api/beta", version -> BETA.matcher(version).matches());
            all("api/alpha", version -> ALPHA.matcher(version).matches());
            each(2);
            each(3);
            Set<GroupVersionResource> off = new HashSet<>();
            on.forEach((id, served) -> {
                if (!served) {
                    off.add(id);
                }
            });
            return new ServedApis(off, warnings);
        }

        private void check() {
            if (config.equals(Map.of("api/all", "false"))) {
                throw new IllegalArgumentException("invalid key with only api/all=false");
            }
            List<String> unknown = new ArrayList<>();
            for (String key : names()) {
                String[] parts = key.split("/", -1);
                if (parts.length != 2 && parts.length != 3) {
                    throw new IllegalArgumentException("runtime-config invalid key " + key);
                }
                if (!groups.contains(parts[0]) && !ELSEWHERE.contains(parts[0])) {
                    unknown.add(parts[0]);
                }
            }
            if (!unknown.isEmpty()) {
                throw new IllegalArgumentException("unknown api groups " + String.join(",", unknown));
            }
        }

        private List<String> names() {
            return config.keySet().stream()
                    .filter(key -> !List.of("api/all", "api/ga", "api/beta", "api/alpha").contains(key))
                    .sorted()
                    .toList();
        }

        private void all(String key, Predicate<String> versions) {
            String value = config.get(key);
            if (value == null) {
                return;
            }
            if (!value.equals("true") && !value.equals("false")) {
                throw new IllegalArgumentException("invalid value " + key + "=" + value);
            }
            on.replaceAll((id, before) -> versions.test(id.version()) ? value.equals("true") : before);
        }

        /// @param parts 2 for versions, 3 for resources
        private void each(int parts) {
            for (String key : names()) {
                String[] words = key.split("/", -1);
                if (words.length == parts) {
                    one(key, words, bool(key));
                }
            }
        }

        private void one(String key, String[] words, boolean value) {
            GroupVersion version = new GroupVersion(words[0], words[1]);
            if (!versions.contains(version)) {
                notHere(key, version, value);
                return;
            }
            if (words.length == 3 && !words[2].equals(words[2].toLowerCase(java.util.Locale.ROOT))) {
                throw new IllegalArgumentException("invalid key " + key
                        + ": group/version/resource and resource is always lowercase plural, not \"" + words[2] + "\"");
            }
            on.replaceAll((id, before) -> id.groupVersion().equals(version)
                            && (words.length == 2 || id.resource().equals(words[2]))
                    ? value
                    : before);
        }

        /// Upstream has versions that are still tried out, and those aren't told from what doesn't exist here.
        private void notHere(String key, GroupVersion version, boolean value) {
            boolean perhaps = ELSEWHERE.contains(version.group()) || !STABLE.matcher(version.version()).matches();
            if (!perhaps) {
                throw new IllegalArgumentException("group version " + version + " that has not been registered");
            }
            if (value) {
                warnings.add("--runtime-config: " + key + " isn't served by Pilothouse");
            }
        }

        private boolean bool(String key) {
            String value = config.get(key);
            return switch (value) {
                case "", "1", "t", "T", "true", "TRUE", "True" -> true;
                case "0", "f", "F", "false", "FALSE", "False" -> false;
                default -> throw new IllegalArgumentException("invalid value of " + key + ": " + value
                        + ", err: strconv.ParseBool: parsing \"" + value + "\": invalid syntax");
            };
        }
    }

    public boolean serves(GroupVersionResource id) {
        return !off.contains(id);
    }

    /// Whether anything of a version is served.
    public boolean serves(GroupVersion version) {
        return off.stream().noneMatch(id -> id.groupVersion().equals(version))
                || resources().groupVersions().contains(version);
    }

    /// Whether a group is Kubernetes' own and anything of it is served: then what isn't found in it is answered for in the words
    /// of its own server.
    public boolean hasGroup(String group) {
        return off.isEmpty()
                ? ApiResources.builtIn().hasGroup(group)
                : ApiResources.builtIn().all().stream()
                        .anyMatch(resource -> resource.id().group().equals(group) && serves(resource.id()));
    }

    /// Kubernetes' own resources that are served.
    public ApiResources resources() {
        return off.isEmpty() ? ApiResources.builtIn() : ApiResources.builtIn().only(this::serves);
    }

    /// What an operator should know of what he asked for.
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServedApis apis && off.equals(apis.off);
    }

    @Override
    public int hashCode() {
        return off.hashCode();
    }
}
