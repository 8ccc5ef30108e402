package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.networking.v1.IPAddress;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.read.Item;
import dev.pilothouse.kinds.ServiceFamilies;
import dev.pilothouse.kinds.rules.Ip;
import dev.pilothouse.store.Transaction;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds addresses that were taken for a Service that never came, or never got them: a server died between the two writes, or nobody
/// knew what became of the second. One is freed when it is seen so for the second time: another server may be about to write the
/// Service. Who comes later still finds its claim gone, and writes none.
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
            ObjectTree parent = parent(item);
            Optional<Item> user = users.get(services.key(parent.text("namespace"), parent.text("name")));
            if (isOurs(item) && user.filter(it -> has(it, ObjectMeta.name(item.object()))).isEmpty()) {
                found.add(new Seen(item.key(), item.revision()));
            }
            return true;
        });
        return found;
    }

    private static ObjectTree parent(Item address) {
        return address.object().object("spec").object("parentRef");
    }

    /// Whether the address was taken for this very Service.
    static boolean isFor(Item address, ObjectTree service) {
        return isOurs(address)
                && parent(address).text("namespace").equals(ObjectMeta.namespace(service))
                && parent(address).text("name").equals(ObjectMeta.name(service));
    }

    /// Whether it is the Service's address, in whatever form that is written.
    private static boolean has(Item service, String address) {
        return ServiceFamilies.addressesOf(service.object()).stream()
                .anyMatch(own -> own.equals(address) || Ip.parse(own).equals(Ip.parse(address)));
    }

    /// Objects that clients made are theirs to keep.
    private static boolean isOurs(Item item) {
        ObjectTree parent = parent(item);
        return item.object()
                        .object("metadata")
                        .object("labels")
                        .text("ipaddress.kubernetes.io/managed-by")
                        .equals(ClusterAddresses.MANAGER)
                && parent.text("group").isEmpty()
                && parent.text("resource").equals("services");
    }
}
