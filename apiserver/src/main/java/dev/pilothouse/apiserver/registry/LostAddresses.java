package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.networking.v1.IPAddress;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.read.Item;
import dev.pilothouse.store.Transaction;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds addresses that were taken for a Service that never came, since a server died between the two. One is freed when it is
/// seen so for the second time: another server may be about to write the Service.
final class LostAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(LostAddresses.class);

    private final Resources resources;
    private final Commits commits;
    private Set<Seen> unclaimed = Set.of();

    LostAddresses(Resources resources, Commits commits) {
        this.resources = resources;
        this.commits = commits;
    }

    private record Seen(String key, long revision) implements Comparable<Seen> {
        @Override
        public int compareTo(Seen other) {
            return key.equals(other.key) ? Long.compare(revision, other.revision) : key.compareTo(other.key);
        }
    }

    synchronized void repair() {
        Set<Seen> now = unclaimed();
        Set<Seen> lost = new TreeSet<>(now);
        lost.retainAll(unclaimed);
        unclaimed = now;
        if (!lost.isEmpty()) {
            LOG.info(
                    "Addresses without a Service are free again: {}",
                    lost.stream().map(Seen::key).collect(Collectors.joining(", ")));
            lost.forEach(address -> commits.apply(Transaction.delete(address.key(), address.revision())));
        }
    }

    private Set<Seen> unclaimed() {
        Resource addresses = resources.find(IPAddress.RESOURCE).orElseThrow();
        Resource services = resources.find(Service.RESOURCE).orElseThrow();
        // Addresses first: a Service that is written meanwhile is seen by the second look.
        var taken = addresses.cache().consistent().snapshot();
        var users = services.cache().consistent().snapshot();
        Set<Seen> found = new TreeSet<>();
        taken.walk(addresses.cache().prefix(), "", item -> {
            ObjectTree parent = item.object().object("spec").object("parentRef");
            if (isOurs(item) && users.get(services.key(parent.text("namespace"), parent.text("name"))).isEmpty()) {
                found.add(new Seen(item.key(), item.revision()));
            }
            return true;
        });
        return found;
    }

    /// Objects that clients made are theirs to keep.
    private static boolean isOurs(Item item) {
        ObjectTree parent = item.object().object("spec").object("parentRef");
        return item.object()
                        .object("metadata")
                        .object("labels")
                        .text("ipaddress.kubernetes.io/managed-by")
                        .equals(ClusterAddresses.MANAGER)
                && parent.text("group").isEmpty()
                && parent.text("resource").equals("services");
    }
}
