package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.meta.GoText;
import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.metrics.HealthFigures;
import dev.pilothouse.apiserver.request.Query;
import dev.pilothouse.apiserver.request.Resolved;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// `/healthz`, `/livez` and `/readyz`: named checks, together or one by one (API health endpoints).
public final class Health {
    private final Map<String, List<Check>> checks;
    private final HealthFigures figures;

    /// A question that is answered by yes or no.
    ///
    /// @param group by what it is excluded too
    public record Check(String name, String group, BooleanSupplier passes) {
        public Check(String name, BooleanSupplier passes) {
            this(name, name, passes);
        }

        boolean isCalled(String word) {
            return name.equals(word) || group.equals(word);
        }
    }

    /// @param figures told of every result
    public Health(HealthChecks checks, HealthFigures figures) {
        this.checks = Map.of("/healthz", checks.health(), "/livez", checks.live(), "/readyz", checks.ready());
        this.figures = figures;
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
                    .map(check -> noted(check, endpoint.substring(1), check.passes().getAsBoolean())
                            ? HttpResponse.text(200, "ok")
                            : HttpResponse.plainError(500, "internal server error: " + name + " failed\n"));
        }
        return Optional.of(all(request.query(), endpoint.substring(1), all));
    }

    private boolean noted(Check check, String endpoint, boolean passed) {
        figures.note(check.name(), endpoint, passed);
        return passed;
    }

    private static HttpResponse ok(String text) {
        return HttpResponse.text(200, text).withHeader("X-Content-Type-Options", "nosniff");
    }

    private HttpResponse all(Query query, String endpoint, List<Check> all) {
        List<String> excluded = query.all("exclude");
        StringBuilder report = new StringBuilder();
        boolean passed = true;
        // Several checks ask the store, which answers late while it has no quorum: once is enough for all of them.
        Map<BooleanSupplier, Boolean> asked = new IdentityHashMap<>();
        for (Check check : all) {
            if (excluded.contains(check.name())) {
                report.append("[+]").append(check.name()).append(" excluded: ok\n");
            } else if (excluded.contains(check.group())) {
                report.append("[+]").append(check.name()).append(" excluded with ").append(check.group()).append(": ok\n");
            } else if (noted(
                    check, endpoint, asked.computeIfAbsent(check.passes(), BooleanSupplier::getAsBoolean))) {
                report.append("[+]").append(check.name()).append(" ok\n");
            } else {
                passed = false;
                report.append("[-]").append(check.name()).append(" failed: reason withheld\n");
            }
        }
        List<String> unknown = excluded.stream()
                .filter(name -> all.stream().noneMatch(check -> check.isCalled(name)))
                .distinct()
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            report.append("warn: some health checks cannot be excluded: no matches for ")
                    .append(unknown.stream().map(GoText::quote).collect(Collectors.joining(",")))
                    .append("\n");
        }
        if (!passed) {
            return HttpResponse.plainError(500, report.append(endpoint).append(" check failed\n").toString());
        }
        return query.has("verbose")
                ? ok(report.append(endpoint).append(" check passed\n").toString())
                : ok("ok");
    }
}
