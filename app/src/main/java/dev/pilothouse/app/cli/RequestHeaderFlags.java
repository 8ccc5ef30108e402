package dev.pilothouse.app.cli;

import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.apiserver.pki.PemFiles;
import dev.pilothouse.app.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The flags that say which proxies in front of the API server are believed, under upstream's names and with its checks. Without
/// any of them it is the proxy whose certificate is in the cluster's folder.
final class RequestHeaderFlags {
    private static final Flag AUTHORITY = Flag.of(
            "FILE",
            "",
            "Who signs the certificates of proxies in front of the server (default: made in the data folder).",
            "--requestheader-client-ca-file");
    private static final Flag NAMES = Flag.of(
                    "NAME,...", "", "Common names of these proxies; none for any.", "--requestheader-allowed-names")
            .manyTimes();
    private static final Flag USERS = Flag.of(
                    "FIELD,...", "", "Header fields in which they name the user.", "--requestheader-username-headers")
            .manyTimes();
    private static final Flag UIDS = Flag.of(
                    "FIELD,...", "", "Header fields in which they put the user's uid.", "--requestheader-uid-headers")
            .manyTimes();
    private static final Flag GROUPS = Flag.of(
                    "FIELD,...", "", "Header fields in which they name the groups.", "--requestheader-group-headers")
            .manyTimes();
    private static final Flag EXTRAS = Flag.of(
                    "PREFIX,...",
                    "",
                    "How header fields begin in which they say more.",
                    "--requestheader-extra-headers-prefix")
            .manyTimes();

    static final List<Flag> FLAGS = List.of(AUTHORITY, NAMES, USERS, UIDS, GROUPS, EXTRAS);

    private RequestHeaderFlags() {}

    /// @return empty where nothing was said
    static Optional<RequestHeaders> read(Said said) {
        List<List<String>> lists = Stream.of(NAMES, USERS, UIDS, GROUPS, EXTRAS)
                .map(flag -> parts(said, flag))
                .toList();
        Optional<Path> authority = said.find(AUTHORITY).map(Path::of);
        if (authority.isEmpty()) {
            // As upstream: names and fields mean nothing without an authority.
            return lists.stream().allMatch(List::isEmpty) ? Optional.empty() : Optional.of(RequestHeaders.NONE);
        }
        try {
            return Optional.of(new RequestHeaders(
                    PemFiles.certificates(authority.get()),
                    lists.get(0),
                    lists.get(1),
                    lists.get(2),
                    lists.get(3),
                    lists.get(4)));
        } catch (IOException unreadable) {
            throw new Refusal(AUTHORITY + " " + authority.get() + ": " + unreadable.getMessage());
        }
    }

    private static List<String> parts(Said said, Flag flag) {
        List<String> parts = said.all(flag).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .map(String::strip)
                .toList();
        if (parts.contains("")) {
            throw new Given.Misuse("empty value in \"" + flag.names().getLast().substring(2) + "\"");
        }
        return parts;
    }
}
