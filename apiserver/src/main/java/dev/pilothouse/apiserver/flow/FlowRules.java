package dev.pilothouse.apiserver.flow;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.request.RequestInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules of one FlowSchema, made ready to be asked with every request: a request matches if one rule has both a subject
/// for who asks and a rule for what is asked.
record FlowRules(List<Rule> rules) {
    private static final String ALL = "*";
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    static FlowRules of(List<ObjectTree> rules) {
        return new FlowRules(rules.stream().map(Rule::of).toList());
    }

    boolean match(Identity identity, RequestInfo info) {
        for (Rule rule : rules) {
            if (rule.subjects().have(identity) && rule.covers(info)) {
                return true;
            }
        }
        return false;
    }

    private record Rule(Subjects subjects, List<OnResources> resources, List<OnPaths> paths) {
        static Rule of(ObjectTree rule) {
            return new Rule(
                    Subjects.of(rule.list("subjects").objects()),
                    rule.list("resourceRules").objects().stream().map(OnResources::of).toList(),
                    rule.list("nonResourceRules").objects().stream().map(OnPaths::of).toList());
        }

        boolean covers(RequestInfo info) {
            if (info.isResource()) {
                for (OnResources each : resources) {
                    if (each.covers(info)) {
                        return true;
                    }
                }
                return false;
            }
            for (OnPaths each : paths) {
                if (each.covers(info)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// @param users service accounts of a name among them, by the user that their tokens prove
    /// @param accountsOf how users begin that are service accounts of a namespace, whatever their name
    private record Subjects(Set<String> users, Set<String> groups, List<String> accountsOf) {
        static Subjects of(List<ObjectTree> subjects) {
            Set<String> users = new HashSet<>();
            Set<String> groups = new HashSet<>();
            Set<String> accountsOf = new HashSet<>();
            for (ObjectTree subject : subjects) {
                switch (subject.text("kind")) {
                    case "User" -> users.add(subject.object("user").text("name"));
                    case "Group" -> groups.add(subject.object("group").text("name"));
                    case "ServiceAccount" -> {
                        ObjectTree account = subject.object("serviceAccount");
                        String prefix = SERVICE_ACCOUNT + account.text("namespace") + ":";
                        if (account.text("name").equals(ALL)) {
                            accountsOf.add(prefix);
                        } else {
                            users.add(prefix + account.text("name"));
                        }
                    }
                    default -> {}
                }
            }
            return new Subjects(Set.copyOf(users), Set.copyOf(groups), List.copyOf(accountsOf));
        }

        boolean have(Identity identity) {
            if (has(users, identity.user()) || groups.contains(ALL)) {
                return true;
            }
            for (String group : identity.groups()) {
                if (groups.contains(group)) {
                    return true;
                }
            }
            for (String prefix : accountsOf) {
                if (identity.user().startsWith(prefix) && identity.user().indexOf(':', prefix.length()) < 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /// @param everywhere whether requests outside of namespaces are meant too
    private record OnResources(
            Set<String> verbs, Set<String> groups, Set<String> resources, Set<String> namespaces, boolean everywhere) {
        static OnResources of(ObjectTree rule) {
            return new OnResources(
                    texts(rule, "verbs"),
                    texts(rule, "apiGroups"),
                    texts(rule, "resources"),
                    texts(rule, "namespaces"),
                    rule.bool("clusterScope"));
        }

        boolean covers(RequestInfo info) {
            return has(verbs, info.verb())
                    && has(groups, info.groupVersion().group())
                    && has(resources, info.combinedResource())
                    && (info.namespace().isEmpty() ? everywhere : has(namespaces, info.namespace()));
        }
    }

    private record OnPaths(Set<String> verbs, Set<String> exact, List<String> below) {
        static OnPaths of(ObjectTree rule) {
            List<String> urls = rule.list("nonResourceURLs").texts();
            return new OnPaths(
                    texts(rule, "verbs"),
                    Set.copyOf(urls),
                    urls.stream()
                            .filter(url -> url.endsWith("/*"))
                            .map(url -> url.substring(0, url.length() - 1))
                            .toList());
        }

        boolean covers(RequestInfo info) {
            return has(verbs, info.verb())
                    && (has(exact, info.path()) || below.stream().anyMatch(info.path()::startsWith));
        }
    }

    private static Set<String> texts(ObjectTree rule, String field) {
        return Set.copyOf(rule.list(field).texts());
    }

    private static boolean has(Set<String> set, String wanted) {
        return set.contains(ALL) || set.contains(wanted);
    }
}
