package dev.pilothouse.app.masters;

import dev.pilothouse.apiserver.authentication.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tokens that an administrator has written down: lines of `token,user,uid,"group,group"` (RFC 4180).
final class TokenAuthFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenAuthFile.class);
    private static final int LEAST_COLUMNS = 3;

    private TokenAuthFile() {}

    static Map<String, Identity> read(Path file) throws IOException {
        Map<String, Identity> tokens = new LinkedHashMap<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            List<String> cells = cells(line);
            if (cells.size() < LEAST_COLUMNS) {
                throw new IOException("must have at least 3 columns (token, user name, user uid), found " + cells.size());
            }
            if (cells.getFirst().isEmpty()) {
                LOG.warn("An empty token in the token file {}, line {}, is passed over", file, number);
                continue;
            }
            List<String> groups = cells.size() > LEAST_COLUMNS && !cells.get(LEAST_COLUMNS).isEmpty()
                    ? List.of(cells.get(LEAST_COLUMNS).split(",", -1))
                    : List.of();
            Identity before = tokens.put(cells.getFirst(), new Identity(cells.get(1), cells.get(2), groups, Map.of()));
            if (before != null) {
                LOG.warn("A token stands twice in the token file {}; what line {} says of it holds", file, number);
            }
        }
        return tokens;
    }

    private static List<String> cells(String line) throws IOException {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean doubled = quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"';
            if (doubled) {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        if (quoted) {
            throw new IOException("a quote is open at the end of a line");
        }
        cells.add(cell.toString());
        return cells;
    }
}
