package dev.pilothouse.apiserver.metrics;

import dev.pilothouse.api.metrics.Distribution;
import dev.pilothouse.api.metrics.Family;
import dev.pilothouse.api.metrics.Quantiles;
import dev.pilothouse.api.metrics.Sink;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Collects values and writes them as Prometheus' text format 0.0.4 has it: families by name, series by labels, numbers as Go
/// prints them. Used once, by one thread.
final class TextFormat implements Sink {
    /// The quantiles of summaries, as upstream has them.
    private static final double[] RANKS = {0.5, 0.9, 0.99};

    private final Map<String, Told> families = new TreeMap<>();

    private record Told(Family family, Map<String, String> lines) {}

    @Override
    public void value(Family family, double value, String... labels) {
        String all = labels(family, labels);
        lines(family).put(all, family.name() + braced(all) + " " + number(value) + "\n");
    }

    @Override
    public void distribution(Family family, Distribution distribution, String... labels) {
        String all = labels(family, labels);
        StringBuilder text = new StringBuilder();
        long seen = 0;
        for (int i = 0; i <= family.bounds().size(); i++) {
            seen += distribution.in(i);
            String bound = i < family.bounds().size() ? number(family.bounds().get(i)) : "+Inf";
            text.append(family.name()).append("_bucket{").append(all).append(all.isEmpty() ? "" : ",");
            text.append("le=\"").append(bound).append("\"} ").append(number(seen)).append('\n');
        }
        text.append(family.name()).append("_sum").append(braced(all)).append(' ').append(number(distribution.sum())).append('\n');
        text.append(family.name()).append("_count").append(braced(all)).append(' ').append(number(seen)).append('\n');
        lines(family).put(all, text.toString());
    }

    @Override
    public void quantiles(Family family, Quantiles quantiles, String... labels) {
        String all = labels(family, labels);
        StringBuilder text = new StringBuilder();
        long now = System.nanoTime();
        for (double part : RANKS) {
            text.append(family.name()).append('{').append(all).append(all.isEmpty() ? "" : ",");
            text.append("quantile=\"").append(number(part)).append("\"} ");
            text.append(number(quantiles.at(part, now))).append('\n');
        }
        text.append(family.name()).append("_sum").append(braced(all)).append(' ').append(number(quantiles.sum())).append('\n');
        text.append(family.name()).append("_count").append(braced(all)).append(' ').append(number(quantiles.count())).append('\n');
        lines(family).put(all, text.toString());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        families.values().forEach(told -> {
            Family family = told.family();
            text.append("# HELP ").append(family.name()).append(' ').append(escaped(family.shownHelp())).append('\n');
            text.append("# TYPE ").append(family.name()).append(' ');
            text.append(family.type().name().toLowerCase(Locale.ROOT)).append('\n');
            told.lines().values().forEach(text::append);
        });
        return text.toString();
    }

    private Map<String, String> lines(Family family) {
        return families.computeIfAbsent(family.name(), _ -> new Told(family, new TreeMap<>())).lines();
    }

    private static String labels(Family family, String... values) {
        List<String> pairs = new ArrayList<>();
        IntStream.range(0, values.length)
                .forEach(i -> pairs.add(family.labels().get(i) + "=\"" + escaped(values[i]).replace("\"", "\\\"") + "\""));
        return String.join(",", pairs);
    }

    private static String braced(String labels) {
        return labels.isEmpty() ? "" : "{" + labels + "}";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    /// The shortest digits that mean the number, with an exponent from a million up and below a ten-thousandth.
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return digits.toPlainString();
        }
        String unscaled = digits.unscaledValue().abs().toString();
        String fraction = unscaled.length() > 1 ? "." + unscaled.substring(1) : "";
        String sign = value < 0 ? "-" : "";
        return sign + unscaled.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
