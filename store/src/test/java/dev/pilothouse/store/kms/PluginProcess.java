package dev.pilothouse.store.kms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A KMS plugin as a process of its own, beside a whole server. It ends with its input, whose lines tell it how to be.
final class PluginProcess {
    private PluginProcess() {}

    /// @param arguments where its socket is to be
    public static void main(String[] arguments) throws IOException {
        try (TestPlugin plugin = new TestPlugin(Path.of(arguments[0]));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                switch (line.split(" ", 2)[0]) {
                    case "key" -> plugin.useKey(line.substring("key ".length()));
                    case "healthz" -> plugin.say("v2", line.substring("healthz ".length()));
                    default -> throw new IOException("unknown: " + line);
                }
                System.out.println(plugin.encryptions() + " " + plugin.decryptions());
            }
        }
    }
}
