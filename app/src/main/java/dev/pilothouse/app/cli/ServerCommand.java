package dev.pilothouse.app.cli;

import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.encryption.EncryptionConfiguration;
import dev.pilothouse.app.flags.FlagError;
import dev.pilothouse.app.flags.FlagValues;
import dev.pilothouse.app.masters.ServerOptions;
import dev.pilothouse.app.memory.HeapWatch;
import dev.pilothouse.app.masters.ServerProcess;
import dev.pilothouse.store.Store;
import dev.pilothouse.store.encryption.EncryptedStore;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.etcd.EtcdSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// The API server as a process of its own, on etcd.
final class ServerCommand {
    static final Command COMMAND = new UpstreamCommand("apiserver", "kube-apiserver", ServerCommand::serve)
            .command("Run the API server alone, on etcd, with the flags of kube-apiserver.");

    private ServerCommand() {}

    private static int serve(FlagValues flags, HeapWatch heap) throws IOException, InterruptedException {
        Said said = new SaidUpstream(flags);
        EtcdOptions etcd = new EtcdOptions(said);
        EtcdSettings settings =
                etcd.settings().orElseThrow(() -> new FlagError("--etcd-servers must be specified"));
        List<EtcdOverride> overrides = etcd.overrides();
        Optional<Path> encryption = flags.file("encryption-provider-config");
        List<Sealing.Rule> rules = encryption.isPresent()
                ? EncryptionConfiguration.read(encryption.get(), new SecureRandom(), etcd.figures())
                : List.of();
        boolean reload = flags.is("encryption-provider-config-automatic-reload");
        if (reload && encryption.isEmpty()) {
            throw new FlagError(
                    "--encryption-provider-config-automatic-reload must be set with --encryption-provider-config");
        }
        Sealing sealing = etcd.sealing(rules);
        ServerOptions.Common common = new ServerOptions.Common(
                ServingFlags.read(said),
                RequestHeaderFlags.read(said).orElse(RequestHeaders.NONE),
                etcd.atRest(sealing, reload));
        // What can be wrong with flags and files is told before etcd is asked.
        ServerOptions options = ServerOptions.of(flags, common, Machine.withoutStore());
        UpstreamCommand.warn(flags);
        Ending ending = Ending.onSignal();
        try (Store store = EtcdStores.open(settings, overrides);
                Background _ = Background.compaction(store, etcd.compaction());
                Background _ = Background.reload(encryption.filter(_ -> reload), sealing, rules, etcd.figures())) {
            Machine machine = Machine.real(new EncryptedStore(store, sealing));
            try (ServerProcess process = new ServerProcess(options, machine)) {
                heap.whenQuiet(process::rest);
                process.start();
                ending.await();
            }
            return 0;
        } finally {
            ending.over();
        }
    }
}
