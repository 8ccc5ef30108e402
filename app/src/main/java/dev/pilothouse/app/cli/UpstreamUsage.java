package dev.pilothouse.app.cli;

import dev.pilothouse.app.flags.FlagTable;
import dev.pilothouse.app.flags.UpstreamFlag;

/// The help of a command with upstream's flags: under upstream's headings, with types and defaults.
final class UpstreamUsage {
    private static final int MARGIN = 62;

    private UpstreamUsage() {}

    static String of(String command, FlagTable table) {
        StringBuilder text = new StringBuilder("Usage:\n  pilothouse " + command + " [flags]\n\nThe flags of "
                + table.component() + ". One that is known and does nothing here says so in the log.\n");
        String group = "";
        for (UpstreamFlag flag : table.flags().values()) {
            if (!flag.group().equals(group)) {
                group = flag.group();
                text.append('\n').append(group.isEmpty() ? "Other" : group).append(" flags:\n\n");
            }
            row(text, flag);
        }
        return text.toString();
    }

    private static void row(StringBuilder text, UpstreamFlag flag) {
        String name = (flag.letter().isEmpty() ? "      " : "  -" + flag.letter() + ", ") + "--" + flag.name()
                + (flag.type().equals("bool") ? "" : " " + flag.type());
        String rest = (flag.fallback().isEmpty() || flag.fallback().equals("[]") ? "" : "(default " + flag.fallback() + ")")
                + (flag.deprecated() ? " (DEPRECATED)" : "");
        text.append(name);
        if (!rest.isEmpty()) {
            text.repeat(" ", Math.max(1, MARGIN - name.length())).append(rest.strip());
        }
        text.append('\n');
    }
}
