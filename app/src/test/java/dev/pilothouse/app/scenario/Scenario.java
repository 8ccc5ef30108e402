package dev.pilothouse.app.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A story told in commands.
///
/// ```
/// # why this story is told
/// @nodes 0                        how many simulated nodes the cluster has (3 when nothing is said)
/// @needs helm                     a program beside kubectl that the story can't be told without
/// @file pod.yaml                  the lines after `| ` become this file
/// | kind: Pod
/// $ kubectl apply -f pod.yaml     a command and, below it, all that it prints
/// pod/web created
/// $~ kubectl get pod web          the same, tried again for a while until it prints this
/// ? 1                             the exit status, where it isn't 0
/// ```
///
/// Runs of blanks count as one. `<any>` stands for any text within a line, `<lines>` for any number of lines.
///
/// @param name the file's name without its ending
/// @param nodes simulated nodes that the story asks for
/// @param programs what must be on the path
record Scenario(String name, int nodes, List<String> programs, List<Step> steps) {
    private static final int USUAL_NODES = 3;

    sealed interface Step {
        record WriteFile(String name, String content) implements Step {}

        /// @param patient whether to try again until the expectation holds
        record Run(String command, boolean patient, List<String> output, int status) implements Step {}
    }

    static Scenario read(Path file) throws IOException {
        Reader reader = new Reader();
        for (String line : Files.readAllLines(file)) {
            reader.take(line);
        }
        reader.finishStep();
        return new Scenario(file.getFileName().toString().replace(".txt", ""), reader.nodes,
                List.copyOf(reader.programs), List.copyOf(reader.steps));
    }

    /// Collects lines until the step that they belong to is whole.
    private static final class Reader {
        private final List<Step> steps = new ArrayList<>();
        private final List<String> programs = new ArrayList<>(List.of("kubectl"));
        private final List<String> lines = new ArrayList<>();
        private String head = "";
        private int status;
        private int nodes = USUAL_NODES;

        void take(String line) {
            if (line.startsWith("@nodes ")) {
                nodes = Integer.parseInt(line.substring(7).strip());
            } else if (line.startsWith("@needs ")) {
                programs.add(line.substring(7).strip());
            } else if (line.startsWith("@file ") || line.startsWith("$ ") || line.startsWith("$~ ")) {
                finishStep();
                head = line;
            } else if (line.startsWith("? ")) {
                status = Integer.parseInt(line.substring(2).strip().split(" ")[0]);
            } else if (line.startsWith("|")) {
                lines.add(line.startsWith("| ") ? line.substring(2) : "");
            } else if (!line.isBlank() && !line.startsWith("# ") && !head.isEmpty()) {
                lines.add(line);
            }
        }

        void finishStep() {
            if (head.startsWith("@file ")) {
                steps.add(new Step.WriteFile(head.substring(6).strip(), String.join("\n", lines) + "\n"));
            } else if (!head.isEmpty()) {
                boolean patient = head.startsWith("$~ ");
                steps.add(new Step.Run(head.substring(patient ? 3 : 2), patient, List.copyOf(lines), status));
            }
            head = "";
            lines.clear();
            status = 0;
        }
    }
}
