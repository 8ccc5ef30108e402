package dev.pilothouse.store.kms;

import dev.pilothouse.store.encryption.Aes;
import dev.pilothouse.store.encryption.Provider;
import dev.pilothouse.store.encryption.Transformations;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Seals values with keys from a seed that only the plugin can decrypt.
///
/// K1 The plugin is asked once for a seed, not once for a value: writes go on while it is away, for [#COASTING] at most, and what
///    was read once can be read again.
/// K2 When its status names another key, a new seed is taken, and what the old one sealed is stale.
public final class KmsProvider implements Provider, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KmsProvider.class);

    /// Upstream's intervals: after a good answer, after a bad one, and how long a seed is written with after the last good one.
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration COASTING = Duration.ofMinutes(3);

    /// How long an answer is taken for true by those who ask how the plugin is.
    private static final Duration FRESH_GOOD = Duration.ofSeconds(20);

    private static final Duration FRESH_BAD = Duration.ofSeconds(3);

    /// Decrypted seeds that are kept: one for each key and each start of a server, until all is written anew.
    private static final int SEEDS = 1_000;

    private final String name;
    private final Transformations heard;
    private final Kms kms;
    private final InstantSource clock;
    private final SecureRandom random;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, byte[]> seeds = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > SEEDS;
        }
    };
    private volatile Optional<State> state = Optional.empty();
    private Optional<String> version = Optional.empty();
    private Optional<Probed> last = Optional.empty();

    private record State(Seed seed, Kms.Encrypted source, Instant end) {}

    private record Probed(Optional<String> failure, Instant freshUntil) {}

    public KmsProvider(String name, Kms kms, InstantSource clock, SecureRandom random) {
        this(name, kms, clock, random, Transformations.NONE);
    }

    /// @param heard hears of its keys
    public KmsProvider(String name, Kms kms, InstantSource clock, SecureRandom random, Transformations heard) {
        this.heard = heard;
        this.name = name;
        this.kms = kms;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String prefix() {
        return "k8s:enc:kms:v2:" + name + ":";
    }

    // ---- how the plugin is

    /// Asks again and again until the provider is closed.
    public void follow() {
        try {
            Duration pause = SOON;
            do {
                pause = probe().isEmpty() ? AGAIN : SOON;
            } while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What is wrong with the plugin, if anything. Takes a new seed where its key has changed.
    public synchronized Optional<String> probe() {
        if (last.isPresent() && clock.instant().isBefore(last.get().freshUntil())) {
            return last.get().failure();
        }
        Optional<String> failure = asked();
        failure.ifPresent(why -> LOG.warn("kms plugin failed health check probe: {}", why));
        last = Optional.of(new Probed(failure, clock.instant().plus(failure.isEmpty() ? FRESH_GOOD : FRESH_BAD)));
        return failure;
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public boolean isWell() {
        return probe().isEmpty();
    }

    private Optional<String> asked() {
        try {
            Kms.Status status = kms.status();
            if (!status.healthz().equals("ok")) {
                return unwell("got unexpected healthz status: " + status.healthz());
            }
            if (!status.version().equals("v2") && !status.version().equals("v2beta1")) {
                return unwell("expected KMSv2 API version v2, got " + status.version());
            }
            if (!version.orElse(status.version()).equals(status.version())) {
                return unwell("KMSv2 API version should not change after the initial status response version "
                        + version.get() + ", got " + status.version());
            }
            version = Optional.of(status.version());
            EncryptedObject.checkKeyId(status.keyId());
            rotate(status.keyId());
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            return unwell(e.getMessage());
        }
    }

    private Optional<String> unwell(String why) {
        return Optional.of("kmsv2 Provider " + name + " is not healthy, error: " + why);
    }

    /// The old seed stays until a new one is there: writes coast on it.
    private void rotate(String keyId) throws GeneralSecurityException {
        Instant end = clock.instant().plus(COASTING);
        Optional<State> now = state;
        if (now.isPresent() && now.get().source().keyId().equals(keyId)) {
            state = Optional.of(new State(now.get().seed(), now.get().source(), end));
            return;
        }
        byte[] seed = new byte[Seed.BYTES];
        Kms.Encrypted source = source(seed, keyId);
        remember(place(source, true), seed);
        state = Optional.of(new State(new Seed(seed, random), source, end));
        LOG.info("KMS provider {} has a new seed", name);
    }

    /// Fills the seed, and has it encrypted.
    private Kms.Encrypted source(byte[] seed, String keyId) throws GeneralSecurityException {
        long began = System.nanoTime();
        boolean failed = true;
        try {
            random.nextBytes(seed);
            Kms.Encrypted source = EncryptedObject.checked(kms.encrypt(uid(), seed));
            if (!source.keyId().equals(keyId)) {
                throw new GeneralSecurityException(
                        "failed to rotate DEK: the plugin encrypts with another key than its status names");
            }
            failed = false;
            return source;
        } finally {
            heard.madeKey(failed, System.nanoTime() - began);
        }
    }

    private String uid() {
        byte[] uid = new byte[16];
        random.nextBytes(uid);
        return HexFormat.of().formatHex(uid);
    }

    // ---- sealing and opening

    @Override
    public byte[] seal(byte[] plain, byte[] context) throws GeneralSecurityException {
        State now = state.orElseThrow(() -> new GeneralSecurityException(
                "KMS provider " + name + " has given no key yet"));
        if (clock.instant().isAfter(now.end())) {
            throw new GeneralSecurityException("the key of KMS provider " + name + " expired at " + now.end()
                    + ": the plugin hasn't been well since");
        }
        return new EncryptedObject(now.seed().seal(plain, context), now.source(), true).bytes();
    }

    @Override
    public byte[] open(byte[] sealed, byte[] context) throws GeneralSecurityException {
        EncryptedObject object = EncryptedObject.read(sealed);
        byte[] key = key(object);
        return object.seed()
                ? new Seed(key, random).open(object.data(), context)
                : Aes.gcm("", key, random).open(object.data(), context);
    }

    @Override
    public boolean isStale(byte[] sealed) throws GeneralSecurityException {
        EncryptedObject object = EncryptedObject.read(sealed);
        return !object.seed()
                || state.filter(it -> it.source().keyId().equals(object.source().keyId())).isEmpty();
    }

    private byte[] key(EncryptedObject object) throws GeneralSecurityException {
        String place = place(object.source(), object.seed());
        synchronized (seeds) {
            byte[] known = seeds.get(place);
            if (known != null) {
                return known;
            }
        }
        heard.askedForKey();
        byte[] key = kms.decrypt(uid(), object.source());
        if (key.length < Seed.BYTES && object.seed()) {
            throw new GeneralSecurityException("invalid seed length " + key.length + " used for key generation");
        }
        remember(place, key);
        return key;
    }

    private void remember(String place, byte[] key) {
        synchronized (seeds) {
            seeds.put(place, key);
            heard.keeps(seeds.size() / (double) SEEDS);
        }
    }

    private static String place(Kms.Encrypted source, boolean seed) throws GeneralSecurityException {
        byte[] all = new EncryptedObject(new byte[] {0}, source, seed).bytes();
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all));
    }

    @Override
    public void close() {
        closed.countDown();
        kms.close();
    }
}
