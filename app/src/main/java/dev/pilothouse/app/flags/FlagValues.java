package dev.pilothouse.app.flags;

import dev.pilothouse.api.meta.GoDuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A command line, read as upstream's components read theirs.
///
/// F1 An unknown flag, a value that doesn't fit, and whatever isn't a flag are refused in upstream's words.
/// F2 A flag that was given and that nobody asked for has no effect here: [#idle] names it, so that no such flag is passed
///    over in silence.
public final class FlagValues {
    private final FlagTable table;
    private final Map<String, List<String>> given = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    private FlagValues(FlagTable table) {
        this.table = table;
    }

    /// @param arguments without the command's name
    public static FlagValues read(FlagTable table, List<String> arguments) {
        FlagValues values = new FlagValues(table);
        List<String> others = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--")) {
                others.addAll(arguments.subList(i + 1, arguments.size()));
                break;
            }
            if (!argument.startsWith("-") || argument.equals("-")) {
                others.add(argument);
                continue;
            }
            Written written = argument.startsWith("--") ? values.spelled(argument) : values.lettered(argument);
            if (written.value.isPresent()) {
                values.add(written.flag, written.value.get());
            } else if (written.flag.isSwitch()) {
                values.add(written.flag, "true");
            } else if (++i < arguments.size()) {
                values.add(written.flag, arguments.get(i));
            } else {
                throw new FlagError("flag needs an argument: "
                        + (argument.startsWith("--") ? argument : "'" + argument.charAt(1) + "' in " + argument));
            }
        }
        others.removeIf(String::isEmpty);
        if (!others.isEmpty()) {
            List<String> all = others.stream().map(FlagError::quoted).toList();
            throw new FlagError("\"" + table.component() + "\" does not take any arguments, got [" + String.join(" ", all) + "]");
        }
        return values;
    }

    private record Written(UpstreamFlag flag, Optional<String> value) {}

    private Written spelled(String argument) {
        int end = argument.indexOf('=');
        String name = argument.substring(2, end < 0 ? argument.length() : end);
        UpstreamFlag flag = table.find(name).orElseThrow(() -> new FlagError("unknown flag: --" + name));
        return new Written(flag, end < 0 ? Optional.empty() : Optional.of(argument.substring(end + 1)));
    }

    private Written lettered(String argument) {
        String letter = argument.substring(1, 2);
        UpstreamFlag flag = table.letter(letter)
                .orElseThrow(() -> new FlagError("unknown shorthand flag: '" + letter + "' in " + argument));
        String rest = argument.substring(2);
        return new Written(
                flag, rest.isEmpty() ? Optional.empty() : Optional.of(rest.startsWith("=") ? rest.substring(1) : rest));
    }

    private void add(UpstreamFlag flag, String value) {
        ValueCheck.check(flag, value);
        List<String> values = given.computeIfAbsent(flag.name(), _ -> new ArrayList<>());
        if (!flag.isList()) {
            values.clear();
        }
        values.addAll(ValueCheck.split(flag, value));
    }

    private UpstreamFlag flag(String name) {
        asked.add(name);
        return table.find(name)
                .orElseThrow(() -> new IllegalArgumentException(table.component() + " has no flag --" + name));
    }

    public boolean isGiven(String name) {
        return given.containsKey(flag(name).name());
    }

    /// The value that was given, or what holds without it.
    public String text(String name) {
        List<String> values = given.getOrDefault(flag(name).name(), List.of());
        return values.isEmpty() ? flag(name).fallback() : values.getLast();
    }

    public List<String> texts(String name) {
        String fallback = flag(name).fallback().replaceFirst("^\\[", "").replaceFirst("]$", "");
        List<String> without = fallback.isEmpty() ? List.of() : List.of(fallback.split(","));
        return List.copyOf(given.getOrDefault(name, without));
    }

    public int number(String name) {
        String text = text(name);
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    public double decimal(String name) {
        String text = text(name);
        return text.isEmpty() ? 0 : Double.parseDouble(text);
    }

    public boolean is(String name) {
        return ValueCheck.bool(text(name));
    }

    public Duration duration(String name) {
        String text = text(name);
        return text.isEmpty() ? Duration.ZERO : GoDuration.parse(text);
    }

    /// A file or folder; empty when none is named.
    public Optional<Path> file(String name) {
        String text = text(name);
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    /// Pairs `name=value`; one without a value has an empty one.
    public Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : texts(name)) {
            int sign = pair.indexOf('=');
            pairs.put(sign < 0 ? pair : pair.substring(0, sign), sign < 0 ? "" : pair.substring(sign + 1));
        }
        return pairs;
    }

    /// Every flag with the value that was given or holds without one, as upstream prints it.
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        table.flags().forEach((name, flag) -> {
            List<String> values = given.getOrDefault(name, List.of());
            String listed = String.join(",", values);
            boolean bracketed = flag.type().equals("strings") || flag.type().equals("stringArray");
            all.put(name, values.isEmpty() ? fallback(flag) : bracketed ? "[" + listed + "]" : listed);
        });
        return all;
    }

    private static String fallback(UpstreamFlag flag) {
        return flag.fallback().isEmpty()
                ? switch (flag.type()) {
                    case "bool" -> "false";
                    case "strings", "stringArray" -> "[]";
                    case "int", "int32", "int64", "uint", "float", "float32" -> "0";
                    case "duration" -> "0s";
                    default -> "";
                }
                : flag.fallback();
    }

    /// What was given and has no effect.
    public List<String> idle() {
        return given.keySet().stream().filter(name -> !asked.contains(name)).toList();
    }

    /// What was given and will be no more some day.
    public List<String> deprecated() {
        return given.keySet().stream().filter(name -> table.flags().get(name).deprecated()).toList();
    }

    /// The flags that have an effect, once everything has been asked for.
    public Set<String> asked() {
        return Set.copyOf(asked);
    }
}
