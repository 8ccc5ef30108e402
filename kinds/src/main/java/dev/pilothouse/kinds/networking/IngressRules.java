package dev.pilothouse.kinds.networking;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.NullTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Ip;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for ingresses.
final class IngressRules {
    private static final String OLD_CLASS = "kubernetes.io/ingress.class";
    private static final List<String> STEPS = List.of("//", "/./", "/../", "%2f", "%2F");
    private static final List<String> ENDS = List.of("/..", "/.");
    private static final List<String> PATH_TYPES = List.of("Exact", "ImplementationSpecific", "Prefix");
    private static final String RELATIVE = "must be an absolute path";
    private static final Check SECRET = Checks.nonEmpty(Checks.DNS_SUBDOMAIN);

    static final Check SEGMENT = Checks.required("", Checks.syntax(NameRules::pathSegment));

    private IngressRules() {}

    static void create(Place ingress) {
        Place old = ingress.at("metadata", "annotations").key(OLD_CLASS);
        if (old.isPresent() && ingress.at("spec", "ingressClassName").isPresent()) {
            old.renamed(OLD_CLASS).invalid("can not be set when the class field is also set");
        }
        check(ingress);
    }

    static void check(Place ingress) {
        Place spec = ingress.at("spec");
        Place backend = spec.at("defaultBackend");
        if (spec.at("rules").isEmpty() && backend.isAbsent()) {
            spec.invalid(NullTree.NULL, "either `defaultBackend` or `rules` must be specified");
        }
        if (backend.isPresent()) {
            backend(backend);
        }
        spec.at("rules").each(IngressRules::rule);
        spec.at("tls").each(tls -> {
            tls.at("hosts").each(IngressRules::host);
            SECRET.check(tls.at("secretName"));
        });
        spec.at("ingressClassName").check(Checks.optional(Checks.DNS_SUBDOMAIN));
    }

    private static void host(Place host) {
        boolean wildcard = host.text().contains("*");
        host.invalidEach(
                wildcard ? NameRules.wildcardSubdomain(host.text()) : NameRules.dns1123Subdomain(host.text()));
    }

    private static void rule(Place rule) {
        Place host = rule.at("host");
        if (!host.isEmpty()) {
            if (Ip.parse(host.text()).isPresent()) {
                host.invalid("must be a DNS name, not an IP address");
            }
            host(host);
        }
        if (rule.at("http").isPresent()) {
            Place paths = rule.at("http", "paths");
            paths.check(Checks.REQUIRED);
            paths.each(IngressRules::path);
        }
    }

    private static void path(Place rule) {
        Place type = rule.at("pathType");
        Place path = rule.at("path");
        if (type.isAbsent()) {
            type.required("pathType must be specified");
            return;
        }
        switch (type.text()) {
            case "Exact", "Prefix" -> absolute(path);
            case "ImplementationSpecific" -> {
                if (!path.isEmpty() && !path.text().startsWith("/")) {
                    path.invalid(RELATIVE);
                }
            }
            default -> type.notSupported(PATH_TYPES);
        }
        backend(rule.at("backend"));
    }

    private static void absolute(Place path) {
        String text = path.text();
        if (!text.startsWith("/")) {
            path.invalidText(RELATIVE);
        }
        STEPS.stream()
                .filter(text::contains)
                .forEach(step -> path.invalid("must not contain '" + step + "'"));
        ENDS.stream().filter(text::endsWith).forEach(end -> path.invalid("cannot end with '" + end + "'"));
    }

    private static void backend(Place backend) {
        Place resource = backend.at("resource");
        Place service = backend.at("service");
        if (resource.isPresent() && service.isPresent()) {
            backend.invalid("", "cannot set both resource and service backends");
        } else if (resource.isPresent()) {
            resource.at("apiGroup").check(Checks.optional(Checks.DNS_SUBDOMAIN));
            resource.at("kind").check(SEGMENT);
            resource.at("name").check(SEGMENT);
        } else if (service.isPresent()) {
            service.at("name").check(Checks.required("", Checks.DNS_LABEL));
            port(backend, service.at("port"));
        } else {
            backend.invalid("", "resource or service backend is required");
        }
    }

    private static void port(Place backend, Place port) {
        Place name = port.at("name");
        Place number = port.at("number");
        if (!name.isEmpty() && !number.isEmpty()) {
            backend.invalid("", "cannot set both port name & port number");
        } else if (!name.isEmpty()) {
            name.invalidEach(NameRules.portName(name.text()));
        } else if (!number.isEmpty()) {
            Checks.PORT.check(number);
        } else {
            backend.required("port name or number is required");
        }
    }

    static void status(Place status, ObjectTree old) {
        Place points = status.at("loadBalancer", "ingress");
        if (points.value().equals(old.object("loadBalancer").get("ingress"))) {
            return;
        }
        points.each(point -> {
            Place ip = point.at("ip");
            if (!ip.isEmpty() && Ip.parse(ip.text()).isEmpty()) {
                ip.invalid("must be a valid IP address");
            }
            Place name = point.at("hostname");
            if (!name.isEmpty()) {
                Checks.DNS_SUBDOMAIN.check(name);
                if (Ip.parse(name.text()).isPresent()) {
                    name.invalid("must be a DNS name, not an IP address");
                }
            }
        });
    }
}
