package dev.pilothouse.store.linear;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Run by the part `etcd` of the tests, which builds the servers; `scripts/trials` makes others and more of them.
@Timeout(7_200)
class LinearizableOnEtcd {
    private static final int ON_ETCD = Integer.getInteger("pilothouse.trials.etcd", 8);

    @TempDir
    Path folder;

    @Test
    void aStoreOnEtcdWhoseMembersDieAndLoseSightOfOneAnotherIsNeverWrong() {
        Trials.all("etcd", ON_ETCD, seed -> Trials.verdict(
                new Trial(seed, 6, 100, 5), new OnEtcd(folder.resolve("etcd-" + seed), Trial.dice(seed))));
    }
}
