package dev.pilothouse.api.structural;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A regular expression in Go's syntax (RE2), run by Java's engine. Safe for many threads.
///
/// Source: https://github.com/google/re2/wiki/Syntax. Java reads some of it otherwise: a bracket inside a class nests, `$`
/// also matches before a last line break, names of groups are spelled differently.
public final class GoPattern {
    /// Patterns that are kept compiled; schemas that are in use have a few hundred at most.
    private static final int KEPT = 4096;

    private static final ConcurrentMap<String, GoPattern> COMPILED = new ConcurrentHashMap<>();

    private final Optional<Pattern> pattern;
    private final String problem;

    private GoPattern(Optional<Pattern> pattern, String problem) {
        this.pattern = pattern;
        this.problem = problem;
    }

    public static GoPattern of(String expression) {
        GoPattern known = COMPILED.get(expression);
        if (known != null) {
            return known;
        }
        GoPattern compiled = compile(expression);
        if (COMPILED.size() >= KEPT) {
            COMPILED.clear();
        }
        COMPILED.put(expression, compiled);
        return compiled;
    }

    private static GoPattern compile(String expression) {
        try {
            return new GoPattern(Optional.of(Pattern.compile(new GoPatternReader(expression).java())), "");
        } catch (GoPatternReader.Malformed malformed) {
            return new GoPattern(Optional.empty(), malformed.getMessage());
        } catch (PatternSyntaxException e) {
            return new GoPattern(
                    Optional.empty(), "error parsing regexp: invalid character class: `" + expression + "`");
        }
    }

    /// What is wrong with the expression, in Go's words; empty if nothing.
    public String problem() {
        return problem;
    }

    /// Whether the text has a match anywhere. A malformed expression matches nothing.
    public boolean find(String text) {
        return pattern.isPresent() && pattern.get().matcher(text).find();
    }
}
