package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.request.Query;
import dev.pilothouse.apiserver.request.Resolved;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// `/healthz`, `/livez` and `/readyz`: named checks, together or one by one (API health endpoints).
public final class Health {
    private final Map<String, List<Check>> checks;

    /// A question that is answered by yes or no.
    public record Check(String name, BooleanSupplier passes) {}

    /// @param healthy what must hold for the server to be alive
    /// @param ready what must hold beyond that for it to be given work
    public Health(List<Check> healthy, List<Check> ready) {
        List<Check> all = new ArrayList<>(healthy);
        all.addAll(ready);
        this.checks = Map.of("/healthz", List.copyOf(healthy), "/livez", List.copyOf(healthy), "/readyz", all);
    }

    List<String> paths() {
        List<String> paths = new ArrayList<>();
        checks.forEach((endpoint, all) -> {
            paths.add(endpoint);
            all.forEach(check -> paths.add(endpoint + "/" + check.name()));
        });
        return paths;
    }

    Optional<HttpResponse> answer(Resolved request, String endpoint, String path) {
        List<Check> all = checks.get(endpoint);
        if (!path.equals(endpoint)) {
            String name = path.substring(endpoint.length() + 1);
            return all.stream()
                    .filter(check -> check.name().equals(name))
                    .findFirst()
                    .map(check -> check.passes().getAsBoolean()
                            ? HttpResponse.text(200, "ok")
                            : HttpResponse.text(500, "internal server error: " + name + " failed\n"));
        }
        return Optional.of(all(request.query(), endpoint.substring(1), all));
    }

    private static HttpResponse all(Query query, String endpoint, List<Check> all) {
        List<String> excluded = query.all("exclude");
        StringBuilder report = new StringBuilder();
        boolean passed = true;
        for (Check check : all) {
            if (excluded.contains(check.name())) {
                report.append("[+]").append(check.name()).append(" excluded: ok\n");
            } else if (check.passes().getAsBoolean()) {
                report.append("[+]").append(check.name()).append(" ok\n");
            } else {
                passed = false;
                report.append("[-]").append(check.name()).append(" failed: reason withheld\n");
            }
        }
        for (String name : excluded) {
            if (all.stream().noneMatch(check -> check.name().equals(name))) {
                report.append("warn: some health checks cannot be excluded: no matches for \"")
                        .append(name)
                        .append("\"\n");
            }
        }
        if (!passed) {
            return HttpResponse.text(500, report.append(endpoint).append(" check failed\n").toString());
        }
        return query.has("verbose")
                ? HttpResponse.text(200, report.append(endpoint).append(" check passed\n").toString())
                : HttpResponse.text(200, "ok");
    }
}
