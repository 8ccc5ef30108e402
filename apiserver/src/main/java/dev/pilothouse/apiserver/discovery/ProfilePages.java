package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.apiserver.http.HttpResponse;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.request.Resolved;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.ThreadInfo;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Pages below `/debug`, where upstream shows what Go knows of a running process. The profiles that a Java process has
/// stand under the names of those that tell the same. Where nobody asked for profiling there are none to look at.
public final class ProfilePages {
    private static final String PROFILES = "/debug/pprof/";
    private static final String FLAGS = "/debug/flags/";

    private static final Map<String, Supplier<String>> PROFILED =
            new TreeMap<>(Map.of("goroutine", ProfilePages::threads, "heap", ProfilePages::memory));

    private final Map<String, Supplier<String>> offered;
    private final Optional<VerbosityPage> verbosity;

    private ProfilePages(Map<String, Supplier<String>> offered, Optional<VerbosityPage> verbosity) {
        this.offered = offered;
        this.verbosity = verbosity;
    }

    public static Map<String, Discovery.Page> pages(ServingOptions.Debugging wanted) {
        ProfilePages pages = wanted.profiling()
                ? new ProfilePages(PROFILED, wanted.verbosity().map(VerbosityPage::new))
                : new ProfilePages(Map.of(), Optional.empty());
        Map<String, Discovery.Page> all = new HashMap<>(Map.of(
                "/debug/pprof", _ -> found(PROFILES),
                PROFILES + "*", pages::profile,
                "/debug/flags", _ -> html(pages.flags()),
                FLAGS + "*", _ -> html(pages.flags())));
        pages.verbosity.ifPresent(page -> all.put(FLAGS + VerbosityPage.FLAG, request -> page.answer(request.raw())));
        return all;
    }

    private HttpResponse profile(Resolved request) {
        String name = request.info().path().substring(PROFILES.length());
        if (name.isEmpty()) {
            return html(index());
        }
        Supplier<String> profile = offered.get(name);
        return profile == null
                ? HttpResponse.plainError(404, "Unknown profile\n")
                : HttpResponse.text(200, profile.get()).withHeader("X-Content-Type-Options", "nosniff");
    }

    private String index() {
        StringBuilder page = new StringBuilder("<html>\n<head>\n<title>" + PROFILES + "</title>\n</head>\n<body>\n");
        offered.keySet().forEach(name ->
                page.append("<a href=\"").append(name).append("?debug=1\">").append(name).append("</a><br>\n"));
        return page.append("</body>\n</html>\n").toString();
    }

    private String flags() {
        return "<html>\n<head>\n<title>" + FLAGS + "</title>\n</head>\n<body>\n" + FLAGS + "<br>\n<br>\nflags:<br>\n<table>\n"
                + verbosity.map(_ -> "<tr>" + VerbosityPage.FLAG + "<br>\n").orElse("")
                + "</table>\n<br>\nfull flags configurable<br>\n</body>\n</html>\n";
    }

    private static String threads() {
        StringBuilder page = new StringBuilder();
        for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(false, false)) {
            page.append(thread);
        }
        return page.toString();
    }

    private static String memory() {
        StringBuilder page = new StringBuilder();
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            page.append(pool.getName()).append(": ").append(pool.getUsage()).append('\n');
        }
        return page.toString();
    }

    private static HttpResponse html(String page) {
        return HttpResponse.of(
                200,
                "text/html; charset=utf-8",
                new HttpResponse.Payload.Bytes(page.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpResponse found(String url) {
        byte[] link = ("<a href=\"" + url + "\">Found</a>.\n\n").getBytes(StandardCharsets.UTF_8);
        return HttpResponse.of(302, "text/html; charset=utf-8", new HttpResponse.Payload.Bytes(link))
                .withHeader("Location", url);
    }
}
