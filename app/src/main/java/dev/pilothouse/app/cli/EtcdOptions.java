package dev.pilothouse.app.cli;

import dev.pilothouse.api.meta.GoDuration;
import dev.pilothouse.apiserver.pki.PemFiles;
import dev.pilothouse.apiserver.storage.AtRest;
import dev.pilothouse.apiserver.storage.EncryptionFigures;
import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.apiserver.upkeep.Membership;
import dev.pilothouse.app.Machine;
import dev.pilothouse.app.Refusal;
import dev.pilothouse.store.encryption.Sealing;
import dev.pilothouse.store.etcd.EtcdSettings;
import dev.pilothouse.store.etcd.EtcdTls;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The flags that say where an etcd cluster is, called as upstream's API server calls them.
final class EtcdOptions {
    static final Flag SERVERS = Flag.of(
            "URL,…", "", "Keep objects in this etcd cluster instead of the data folder.", "--etcd-servers");
    static final Flag AUTHORITY = Flag.of("FILE", "", "Whose certificates etcd's members have.", "--etcd-cafile");
    static final Flag CERTIFICATE = Flag.of("FILE", "", "The certificate to show to etcd.", "--etcd-certfile");
    static final Flag KEY = Flag.of("FILE", "", "Its key.", "--etcd-keyfile");
    static final Flag PREFIX = Flag.of("PATH", "/registry", "What keys in etcd begin with.", "--etcd-prefix");
    static final Flag COMPACTION = Flag.of(
            "DURATION", "5m0s", "How often the store's history is compacted; 0 for never.", "--etcd-compaction-interval");

    static final Flag MEDIA_TYPE = Flag.of(
            "TYPE",
            "application/vnd.kubernetes.protobuf",
            "How objects are written into etcd, custom resources aside.",
            "--storage-media-type");

    static final Flag OVERRIDES = Flag.of(
                    "GROUP/RESOURCE#URL;…,…",
                    "",
                    "Keep these resources in other etcds, such as /events#http://etcd4:2379;http://etcd5:2379.",
                    "--etcd-servers-overrides")
            .manyTimes();

    static final Flag HEALTH = Flag.of(
            "DURATION", "2s", "How long /livez and /healthz wait for the store.", "--etcd-healthcheck-timeout");
    static final Flag READY =
            Flag.of("DURATION", "2s", "How long /readyz waits for the store.", "--etcd-readycheck-timeout");

    static final List<Flag> FLAGS =
            List.of(SERVERS, OVERRIDES, AUTHORITY, CERTIFICATE, KEY, PREFIX, COMPACTION, MEDIA_TYPE, HEALTH, READY);

    private final Said said;
    private final EncryptionFigures figures = new EncryptionFigures(Membership.name(Machine.hostName()));

    EtcdOptions(Said said) {
        this.said = said;
    }

    /// How to reach etcd, if that is where objects are kept. Reads the files that flags name.
    Optional<EtcdSettings> settings() {
        return where().map(etcd -> etcd.withTls(tls()));
    }

    /// Where etcd is, if that is where objects are kept, and nothing of certificates.
    Optional<EtcdSettings> where() {
        List<String> servers = said.find(SERVERS).stream()
                .flatMap(all -> Arrays.stream(all.split(",")))
                .filter(one -> !one.isBlank())
                .toList();
        if (servers.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(EtcdSettings.of(servers).withPrefix(said.text(PREFIX)));
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage());
        }
    }

    /// What is counted of encryption at rest.
    EncryptionFigures figures() {
        return figures;
    }

    /// What is kept in other etcds.
    List<EtcdOverride> overrides() {
        List<EtcdOverride> overrides = said.all(OVERRIDES).stream()
                .filter(list -> !list.isEmpty())
                .flatMap(list -> Stream.of(list.split(",", -1)))
                .map(EtcdOverride::parse)
                .toList();
        if (!overrides.isEmpty() && where().isEmpty()) {
            throw new Refusal("--etcd-servers-overrides goes with --etcd-servers");
        }
        return overrides;
    }

    /// Values that are sealed belong to their keys, as they are where they are kept.
    Sealing sealing(List<Sealing.Rule> rules) {
        Sealing sealing = where().map(etcd -> new Sealing(rules, etcd.prefix())).orElseGet(() -> new Sealing(rules));
        return sealing.heardBy(figures);
    }

    /// The files are read before anything is opened: what is wrong with them is told at once.
    private EtcdTls tls() {
        if (path(CERTIFICATE).isPresent() != path(KEY).isPresent()) {
            throw new Refusal(CERTIFICATE + " and " + KEY + " go together");
        }
        try {
            List<X509Certificate> authorities =
                    path(AUTHORITY).isPresent() ? PemFiles.certificates(path(AUTHORITY).get()) : List.of();
            if (path(CERTIFICATE).isEmpty() || path(KEY).isEmpty()) {
                return new EtcdTls(authorities, Optional.empty());
            }
            return new EtcdTls(authorities, Optional.of(ClientFiles.read(path(CERTIFICATE).get(), path(KEY).get())));
        } catch (NoSuchFileException missing) {
            throw new Refusal("there is no file " + missing.getFile() + ", which is to say how etcd is reached");
        } catch (IOException malformed) {
            throw new Refusal("etcd's certificates can't be read: " + malformed.getMessage());
        }
    }

    private Optional<Path> path(Flag flag) {
        return said.find(flag).map(Path::of);
    }

    /// How objects are written: as upstream writes them where upstream could read them.
    private StorageFormat format() {
        String type = said.text(MEDIA_TYPE);
        StorageFormat format = StorageFormat.of(type)
                .orElseThrow(() -> new Refusal("--storage-media-type \"" + type + "\" invalid, allowed values: "
                        + String.join(", ", StorageFormat.mediaTypes())));
        return settings().isPresent() ? format : StorageFormat.TREE;
    }

    /// @param keys of what is encrypted
    /// @param reloads whether they may be others later
    AtRest atRest(Sealing keys, boolean reloads) {
        return new AtRest(
                format(), reloads || keys.hasRemoteKeys() ? Optional.of(keys::isWell) : Optional.empty(), reloads, figures, patience());
    }

    private AtRest.Patience patience() {
        return new AtRest.Patience(
                patience(HEALTH, AtRest.Patience.USUAL.live()), patience(READY, AtRest.Patience.USUAL.ready()));
    }

    /// Zero is as good as nothing said, as upstream.
    private Duration patience(Flag flag, Duration usual) {
        Duration said = duration(flag);
        return said.isZero() ? usual : said;
    }

    /// Between two compactions; zero: none.
    Duration compaction() {
        return duration(COMPACTION);
    }

    private Duration duration(Flag flag) {
        try {
            return GoDuration.parse(said.text(flag));
        } catch (GoDuration.Malformed malformed) {
            throw new Refusal(flag + " must be a duration such as " + flag.fallback() + ": " + malformed.getMessage());
        }
    }
}
