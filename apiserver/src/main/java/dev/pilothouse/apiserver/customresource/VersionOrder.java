package dev.pilothouse.apiserver.customresource;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which of two versions of a group is the better one ("Versions in CustomResourceDefinitions", "Version priority"): stable
/// before beta before alpha, newer before older, and names of any other form last and in the order of the alphabet.
final class VersionOrder {
    private static final Pattern FORM = Pattern.compile("v(\\d{1,18})(?:(alpha|beta)(\\d{1,18}))?");

    static final Comparator<String> BEST_FIRST =
            Comparator.comparing(VersionOrder::read, Rank.BEST_FIRST).thenComparing(Comparator.naturalOrder());

    private VersionOrder() {}

    private enum Maturity {
        STABLE,
        BETA,
        ALPHA,
        OTHER
    }

    private record Rank(Maturity maturity, long major, long minor) {
        static final Comparator<Rank> BEST_FIRST = Comparator.comparing(Rank::maturity)
                .thenComparing(Comparator.comparingLong(Rank::major).reversed())
                .thenComparing(Comparator.comparingLong(Rank::minor).reversed());
    }

    private static Rank read(String version) {
        Matcher form = FORM.matcher(version);
        if (!form.matches()) {
            return new Rank(Maturity.OTHER, 0, 0);
        }
        long major = Long.parseLong(form.group(1));
        if (form.group(2) == null) {
            return new Rank(Maturity.STABLE, major, 0);
        }
        Maturity maturity = form.group(2).equals("beta") ? Maturity.BETA : Maturity.ALPHA;
        return new Rank(maturity, major, Long.parseLong(form.group(3)));
    }
}
