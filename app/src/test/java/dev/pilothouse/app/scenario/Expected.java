package dev.pilothouse.app.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a command must print, with places left open; see [Scenario].
record Expected(List<String> lines) {
    private static final String ANY_LINES = "<lines>";

    boolean matches(List<String> printed) {
        return pattern().matcher(printed.stream().map(Expected::calm).collect(Collectors.joining("\n", "", "\n")))
                .matches();
    }

    private Pattern pattern() {
        StringBuilder pattern = new StringBuilder();
        for (String line : lines) {
            pattern.append(line.strip().equals(ANY_LINES) ? "(?:[^\n]*\n)*" : line(calm(line)) + "\n");
        }
        return Pattern.compile(lines.isEmpty() ? "\n" : pattern.toString());
    }

    private static String line(String line) {
        return Arrays.stream(line.split("<any>", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^\n]*?"));
    }

    private static String calm(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }
}
