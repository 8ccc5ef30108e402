package dev.pilothouse.kinds.flowcontrol;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;
import java.util.Map;

/// Rules for which requests belong to which flow.
final class FlowSchemaRules {
    private static final int LAST = 10000;
    private static final Map<String, String> SUBJECTS =
            Map.of("Group", "group", "ServiceAccount", "serviceAccount", "User", "user");
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch");
    private static final List<String> METHODS = List.of("ByNamespace", "ByUser");
    private static final Check LEVEL =
            Checks.required("must reference a priority level", Checks.DNS_SUBDOMAIN);

    private FlowSchemaRules() {}

    static void check(Place schema) {
        Place spec = schema.at("spec");
        Place rank = spec.at("matchingPrecedence");
        if (rank.number() <= 0) {
            rank.invalidNumber("must be a positive value");
        }
        if (rank.number() > LAST) {
            rank.invalid("must not be greater than " + LAST);
        }
        if (rank.number() == 1 && !schema.at("metadata", "name").is("exempt")) {
            rank.invalid("only the schema named 'exempt' may have matchingPrecedence 1");
        }
        Place method = spec.at("distinguisherMethod");
        if (method.isPresent() && !METHODS.contains(method.at("type").text())) {
            method.at("type").notSupported(method, METHODS);
        }
        LEVEL.check(spec.at("priorityLevelConfiguration", "name"));
        spec.at("rules").each(FlowSchemaRules::rule);
    }

    private static void rule(Place rule) {
        rule.at("subjects").check(Checks.required("subjects must contain at least one value"));
        rule.at("subjects").each(FlowSchemaRules::subject);
        if (rule.at("resourceRules").isEmpty() && rule.at("nonResourceRules").isEmpty()) {
            rule.required("at least one of resourceRules and nonResourceRules has to be non-empty");
        }
        rule.at("resourceRules").each(FlowSchemaRules::resources);
        rule.at("nonResourceRules").each(FlowSchemaRules::paths);
    }

    private static void subject(Place subject) {
        String kind = subject.at("kind").text();
        String field = SUBJECTS.get(kind);
        if (field == null) {
            subject.at("kind").notSupported(SUBJECTS.keySet().stream().sorted().toList());
            return;
        }
        Place named = subject.at(field);
        if (named.isAbsent()) {
            named.required(field + " is required when subject kind is '" + kind + "'");
        } else if (kind.equals("ServiceAccount")) {
            if (!named.at("name").is("*")) {
                named.at("name").check(Checks.required("", Checks.DNS_SUBDOMAIN));
            }
            named.at("namespace")
                    .check(Checks.required("must specify namespace for service account", Checks.DNS_LABEL));
        } else {
            named.at("name").check(Checks.REQUIRED);
        }
        SUBJECTS.forEach((other, elsewhere) -> {
            if (!other.equals(kind) && subject.at(elsewhere).isPresent()) {
                subject.at(elsewhere)
                        .forbidden(elsewhere + " is forbidden when subject kind is not '" + other + "'");
            }
        });
    }

    private static void resources(Place rule) {
        verbs(rule.at("verbs"));
        all(rule.at("apiGroups"), "resource rules must supply at least one api group", "api groups");
        all(rule.at("resources"), "resource rules must supply at least one resource", "resources");
        Place namespaces = rule.at("namespaces");
        if (namespaces.isEmpty()) {
            if (!rule.at("clusterScope").bool()) {
                namespaces.required("resource rules that are not cluster scoped must supply at least one namespace");
            }
            return;
        }
        boolean star = all(namespaces, "", "namespaces");
        namespaces.each(namespace -> {
            if (!star) {
                NameRules.dns1123Label(namespace.text())
                        .forEach(broken -> namespace.invalid(
                                "each member of this list must be '*' or a DNS-1123 label; " + broken));
            }
        });
    }

    private static void verbs(Place verbs) {
        boolean star = all(verbs, "verbs must contain at least one value", "verbs");
        if (!star && !verbs.isEmpty() && !VERBS.containsAll(verbs.list().texts())) {
            verbs.notSupported(verbs, VERBS);
        }
    }

    /// Answers whether a star stands for all.
    private static boolean all(Place list, String missing, String others) {
        List<String> texts = list.list().texts();
        if (texts.isEmpty()) {
            list.required(missing);
        }
        boolean star = texts.contains("*");
        if (star && texts.size() > 1) {
            list.invalid("if '*' is present, must not specify other " + others);
        }
        return star;
    }

    private static void paths(Place rule) {
        verbs(rule.at("verbs"));
        Place urls = rule.at("nonResourceURLs");
        if (!all(urls, "nonResourceURLs must contain at least one value", "non-resource URLs")) {
            urls.each(FlowSchemaRules::path);
        }
    }

    private static void path(Place url) {
        String path = url.text();
        if (path.isEmpty()) {
            url.invalidText("must not be empty");
        } else if (!path.equals("/")) {
            long stars = path.chars().filter(c -> c == '*').count();
            if (!path.startsWith("/")) {
                url.invalid("must start with slash");
            } else if (path.contains(" ")) {
                url.invalid("must not contain white-space");
            } else if (path.contains("//")) {
                url.invalid("must not contain double slash");
            } else if (stars > 1 || stars == 1 && !path.endsWith("/*")) {
                url.invalid("wildcard can only do suffix matching");
            }
        }
    }
}
