package dev.pilothouse.api.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Text that is no YAML, or no YAML that JSON can say. Worded as the Go library words it: `yaml: line 2: …`.
public final class MalformedYaml extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedYaml(String message) {
        super("yaml: " + message);
    }

    static MalformedYaml of(YamlEngineException e) {
        if (e instanceof ReaderException) {
            return new MalformedYaml("control characters are not allowed");
        }
        if (!(e instanceof MarkedYamlEngineException marked)) {
            return new MalformedYaml(e.getMessage());
        }
        return new MalformedYaml(where(marked) + problem(marked));
    }

    /// The line where the broken construct begins, else where it broke; the first line is not named.
    private static String where(MarkedYamlEngineException e) {
        int line = line(e.getContextMark());
        if (line == 0) {
            // The end is on a line of its own, even where the last one isn't ended.
            boolean atEnd = e instanceof ParserException && e.getProblemMark().filter(MalformedYaml::isUnendedEnd).isPresent();
            line = line(e.getProblemMark()) + (atEnd ? 1 : 0);
        }
        if (line == 0) {
            return "";
        }
        return "line " + (e instanceof ScannerException ? line + 1 : line) + ": ";
    }

    private static boolean isUnendedEnd(Mark mark) {
        return mark.getColumn() > 0 && mark.getPointer() >= mark.getBuffer().length;
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(0);
    }

    private static String problem(MarkedYamlEngineException e) {
        String problem = e.getProblem() == null ? "" : e.getProblem();
        String context = e.getContext() == null ? "" : e.getContext();
        if (problem.startsWith("expected ',' or ']'")) {
            return "did not find expected ',' or ']'";
        }
        if (problem.startsWith("expected ',' or '}'")) {
            return "did not find expected ',' or '}'";
        }
        if (problem.startsWith("expected <block end>")) {
            return context.contains("mapping") ? "did not find expected key" : "did not find expected '-' indicator";
        }
        if (problem.startsWith("expected '<document start>'")) {
            return "did not find expected <document start>";
        }
        if (problem.startsWith("expected the node content")) {
            return "did not find expected node content";
        }
        if (problem.startsWith("found character") && problem.contains("cannot start any token")) {
            return "found character that cannot start any token";
        }
        if (problem.startsWith("found unknown escape character")) {
            return "found unknown escape character";
        }
        if (problem.endsWith("are not allowed here")) {
            return problem.replace("are not allowed here", "are not allowed in this context");
        }
        return problem.isEmpty() ? "unknown problem parsing YAML content" : problem;
    }
}
