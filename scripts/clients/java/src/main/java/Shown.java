import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// At each line that it reads it prints what a mirror holds: a JSON object of names and resource versions.
final class Shown {
    private Shown() {}

    static void onDemand(Supplier<Map<String, String>> held) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        while (lines.readLine() != null) {
            System.out.println(new TreeMap<>(held.get())
                    .entrySet().stream()
                            .map(each -> "\"" + each.getKey() + "\":\"" + each.getValue() + "\"")
                            .collect(Collectors.joining(",", "{", "}")));
        }
    }
}
