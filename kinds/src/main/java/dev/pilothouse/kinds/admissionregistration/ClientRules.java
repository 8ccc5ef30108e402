package dev.pilothouse.kinds.admissionregistration;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/// Rules for where a webhook is called: at a URL, or at a service of the cluster.
public final class ClientRules {
    private static final String FORM = "; desired format: https://host[/path]";

    private ClientRules() {}

    public static void check(Place client) {
        Place url = client.at("url");
        Place service = client.at("service");
        if (url.isPresent() == service.isPresent()) {
            client.required("exactly one of url or service is required");
        } else if (url.isPresent()) {
            url(url);
        } else {
            service(service);
        }
    }

    private static void url(Place place) {
        URI url;
        try {
            url = new URI(place.text().replace(" ", "%20"));
        } catch (URISyntaxException e) {
            place.required("url must be a valid URL: " + e.getMessage() + FORM);
            return;
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (!scheme.equals("https")) {
            place.invalid(scheme, "'https' is the only allowed URL scheme" + FORM);
        }
        if (url.getRawAuthority() == null) {
            place.invalid("", "host must be specified" + FORM);
        }
        for (String part : List.of(
                url.getRawUserInfo() == null ? "" : "user information",
                url.getRawFragment() == null ? "" : "fragments",
                url.getRawQuery() == null ? "" : "query parameters")) {
            if (!part.isEmpty()) {
                place.invalid(part + " are not permitted in the URL");
            }
        }
    }

    private static void service(Place service) {
        if (service.at("name").isEmpty()) {
            service.at("name").required("service name is required");
        }
        if (service.at("namespace").isEmpty()) {
            service.at("namespace").required("service namespace is required");
        }
        Place port = service.at("port");
        NameRules.portNumber(port.number()).forEach(broken -> port.invalidNumber("port is not valid: " + broken));
        Place path = service.at("path");
        if (path.isPresent() && !path.is("/")) {
            path(path);
        }
    }

    private static void path(Place path) {
        String text = path.text();
        if (!text.startsWith("/")) {
            path.invalid("must start with a '/'");
        }
        String steps = text.startsWith("/") ? text.substring(1) : text;
        String inner = steps.endsWith("/") ? steps.substring(0, steps.length() - 1) : steps;
        String[] segments = inner.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            if (segments[i].isEmpty()) {
                path.invalid("segment[" + i + "] may not be empty");
                continue;
            }
            for (String broken : NameRules.dns1123Subdomain(segments[i])) {
                path.invalid("segment[" + i + "]: " + broken);
            }
        }
    }
}
