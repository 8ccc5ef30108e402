package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.RandomUid;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.api.networking.v1.IPAddress;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.kinds.ServiceFamilies;
import dev.pilothouse.store.Transaction;
import java.math.BigInteger;
import java.time.InstantSource;
import dev.pilothouse.store.Store;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives Services their cluster IP from the range, and their node ports.
///
/// An address is taken while an IPAddress object stands for it. There is one object of a name, so that no address can be given
/// twice. Ports are taken by [NodePorts] in the Service's own transaction.
public final class ClusterAddresses implements ServiceAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterAddresses.class);

    /// Who made the objects of addresses that Services have.
    static final String MANAGER = "ipallocator.k8s.io";

    private static final NodePorts.Held NONE_HELD = new NodePorts.Held(new BitSet(), 0);

    private final Resources resources;
    private final ManagedOwnership ownership;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final List<AddressRange> ranges;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Integer> portsUnderWay = new HashSet<>();
    private final NodePorts nodePorts;
    private final AllocationFigures figures = new AllocationFigures();
    private final Commits commits;
    private final LostAddresses lost;

    /// Only one write of this server changes the record of ports at a time: they would fail each other.
    private final ReentrantLock committing = new ReentrantLock();

    /// @param store keeps the node ports
    /// @param range one such as `10.0.0.0/16`, or one of each family with a comma between; the first is the usual one
    /// @param firstPort the first node port, and the last one
    public ClusterAddresses(
            Store store,
            Resources resources,
            ManagedOwnership ownership,
            InstantSource clock,
            RandomGenerator random,
            String range,
            int firstPort,
            int lastPort) {
        this.nodePorts = new NodePorts(store, resources.format(), firstPort, lastPort, this::portsOfServices);
        this.commits = new Commits(store);
        this.lost = new LostAddresses(resources, commits);
        this.resources = resources;
        this.ownership = ownership;
        this.clock = clock;
        this.random = random;
        this.ranges = Stream.of(range.split(",")).map(AddressRange::of).toList();
    }

    /// What is counted here, and what is taken now.
    public Source source() {
        return sink -> {
            figures.tell(sink);
            new AddressUse(addresses(), ranges, nodePorts).tell(sink);
        };
    }

    private static boolean isService(Resource resource) {
        return resource.api().id().equals(Service.RESOURCE);
    }

    private static boolean wantsAddress(ObjectTree spec) {
        return !spec.text("type").equals("ExternalName") && !spec.text("clusterIP").equals("None");
    }

    private static boolean wantsPorts(ObjectTree spec) {
        String type = spec.text("type");
        boolean balanced = type.equals("LoadBalancer")
                && (spec.get("allocateLoadBalancerNodePorts").isNull() || spec.bool("allocateLoadBalancerNodePorts"));
        return type.equals("NodePort") || balanced;
    }

    /// Balancers ask such a port which nodes have an endpoint of the Service.
    private static boolean wantsHealthCheckPort(ObjectTree spec) {
        return spec.text("type").equals("LoadBalancer") && spec.text("externalTrafficPolicy").equals("Local");
    }

    @Override
    public Optional<Reservation> reserve(
            Resource resource, ObjectTree object, Optional<ObjectTree> old, boolean dryRun) {
        if (!isService(resource)) {
            return Optional.empty();
        }
        ObjectTree before = old.map(o -> o.object("spec")).orElse(ObjectTree.EMPTY);
        NodePorts.Held held = wantsPorts(object.object("spec")) || wantsHealthCheckPort(object.object("spec"))
                ? nodePorts.held()
                : NONE_HELD;
        Taken taken = new Taken(object, held, dryRun);
        lock.lock();
        try {
            if (wantsAddress(object.object("spec"))) {
                taken.families(before);
                taken.clusterIps(before);
            } else if (object.object("spec").text("clusterIP").equals("None")) {
                taken.families(before);
                taken.headless();
            }
            if (wantsPorts(object.object("spec"))) {
                taken.ports(before);
            }
            if (wantsHealthCheckPort(object.object("spec"))) {
                taken.healthCheckPort(before);
            }
            return Optional.of(taken);
        } finally {
            lock.unlock();
        }
    }

    private final class Taken implements Reservation {
        private ObjectTree object;
        private final NodePorts.Held held;
        private final boolean dryRun;
        private final Set<Integer> ports = new HashSet<>();
        private final List<AddressClaim> claims = new ArrayList<>();

        Taken(ObjectTree object, NodePorts.Held held, boolean dryRun) {
            this.object = object;
            this.held = held;
            this.dryRun = dryRun;
        }

        /// An address of each family: the one that is wanted, the one that the Service had, or any.
        private void clusterIps(ObjectTree before) {
            ObjectTree spec = object.object("spec");
            List<String> wanted = spec.list("clusterIPs").texts();
            if (wanted.isEmpty() && !spec.text("clusterIP").isEmpty()) {
                wanted = List.of(spec.text("clusterIP"));
            }
            List<String> had = before.text("clusterIP").equals("None") ? List.of() : before.list("clusterIPs").texts();
            List<String> all = new ArrayList<>();
            for (int i = 0; i < spec.list("ipFamilies").size(); i++) {
                String chosen = at(wanted, i).isEmpty() ? at(had, i) : at(wanted, i);
                boolean asked = !chosen.isEmpty();
                if (!asked) {
                    chosen = any(range(spec.list("ipFamilies").texts().get(i)));
                } else if (!chosen.equals(at(had, i))) {
                    check(chosen, wanted);
                }
                if (!chosen.equals(at(had, i))) {
                    Resource addresses = addresses();
                    claims.add(new AddressClaim(
                            commits, addresses.key("", chosen), addresses.form().encode(record(chosen)), asked, range(family(chosen))));
                }
                all.add(chosen);
            }
            object = object.with("spec", spec.with("clusterIP", all.getFirst()).with("clusterIPs", ListTree.ofTexts(all)));
        }

        private String any(AddressRange range) {
            return dryRun
                    ? range.at(BigInteger.ZERO)
                    : range.free(random, ClusterAddresses.this::isTaken)
                            .orElseThrow(() -> ApiError.internal("failed to allocate a serviceIP: range is full"));
        }

        private void families(ObjectTree before) {
            ServiceFamilies.Decided decided = ServiceFamilies.of(
                    object.object("spec"), before, ranges.stream().map(AddressRange::family).toList());
            if (!decided.errors().isEmpty()) {
                throw refused(decided.errors());
            }
            object = object.with("spec", decided.spec());
        }

        private void headless() {
            ObjectTree spec = object.object("spec");
            if (spec.list("clusterIPs").isEmpty()) {
                object = object.with("spec", spec.with("clusterIPs", ListTree.of(spec.get("clusterIP"))));
            }
        }

        private ObjectTree record(String address) {
            ObjectTree labels = ObjectTree.EMPTY
                    .with("ipaddress.kubernetes.io/ip-family", family(address))
                    .with("ipaddress.kubernetes.io/managed-by", MANAGER);
            ObjectTree parent = ObjectTree.builder()
                    .put("resource", "services")
                    .put("namespace", ObjectMeta.namespace(object))
                    .put("name", ObjectMeta.name(object))
                    .build();
            ObjectTree made = ObjectTree.EMPTY
                    .with("apiVersion", IPAddress.KIND.apiVersion())
                    .with("kind", IPAddress.KIND.kind())
                    .with(
                            "metadata",
                            ObjectTree.EMPTY
                                    .with("name", address)
                                    .with("uid", RandomUid.of(random))
                                    .with("creationTimestamp", Timestamps.seconds(clock.instant()))
                                    .with("labels", labels))
                    .with("spec", ObjectTree.of("parentRef", parent));
            return ownership.afterWrite(addresses(), "", ObjectTree.EMPTY, made, Operation.ofServer(clock.instant()));
        }

        private void check(String address, List<String> wanted) {
            String why = "";
            AddressRange range = range(family(address));
            if (!range.contains(address)) {
                why = "failed to allocate IP " + address + ": the provided IP (" + address
                        + ") is not in the valid range. The range of valid IPs is " + range;
            } else if (!dryRun && isTaken(address)) {
                why = "failed to allocate IP " + address + ": provided IP is already allocated";
            }
            if (!why.isEmpty()) {
                throw refused(List.of(
                        FieldError.invalid(FieldPath.of("spec").child("clusterIPs"), ListTree.ofTexts(wanted), why)));
            }
        }

        private void ports(ObjectTree before) {
            List<Tree> all = new ArrayList<>();
            List<ObjectTree> old = before.list("ports").objects();
            List<ObjectTree> now = object.object("spec").list("ports").objects();
            // In a new Service one number serves a port in all its protocols.
            Map<Long, Integer> shared = new HashMap<>();
            int index = 0;
            for (ObjectTree port : now) {
                int wanted = port.get("nodePort").asInt();
                if (before.isEmpty()) {
                    int other = shared.getOrDefault(port.number("port"), ServicePorts.asked(now, port));
                    wanted = wanted == 0 ? other : wanted;
                }
                if (wanted == 0) {
                    wanted = ServicePorts.had(old, port).orElse(0);
                }
                boolean kept = wanted != 0 && ServicePorts.held(old, wanted);
                boolean asked = wanted != 0;
                if (wanted == 0) {
                    wanted = anyPort();
                } else if (!kept && !ports.contains(wanted)) {
                    checkPort(
                            wanted,
                            FieldPath.of("spec").child("ports").index(index).child("nodePort"));
                }
                if (!kept) {
                    hold(wanted, asked);
                }
                shared.putIfAbsent(port.number("port"), wanted);
                all.add(port.with("nodePort", wanted));
                index++;
            }
            object = object.with("spec", object.object("spec").with("ports", ListTree.of(all)));
        }

        private void healthCheckPort(ObjectTree before) {
            int had = before.get("healthCheckNodePort").asInt();
            int wanted = object.object("spec").get("healthCheckNodePort").asInt();
            boolean asked = wanted != 0;
            if (wanted == 0) {
                wanted = had == 0 ? anyPort() : had;
            } else if (wanted != had) {
                checkPort(wanted, FieldPath.of("spec").child("healthCheckNodePort"));
            }
            if (wanted != had) {
                hold(wanted, asked);
            }
            object = object.with("spec", object.object("spec").with("healthCheckNodePort", wanted));
        }

        private void hold(int port, boolean asked) {
            boolean fresh = ports.add(port);
            if (!dryRun) {
                if (fresh) {
                    figures.port(asked);
                }
                portsUnderWay.add(port);
            }
        }

        private int anyPort() {
            return dryRun ? ports.stream().max(Integer::compare).orElse(nodePorts.last() + 1) + 1 : freePort(held);
        }

        private void checkPort(int port, FieldPath path) {
            if (!dryRun && !nodePorts.isInRange(port)) {
                throw refused(List.of(FieldError.invalid(
                        path,
                        Tree.of(port),
                        "provided port is not in the valid range. The range of valid ports is " + nodePorts.first()
                                + "-" + nodePorts.last())));
            }
            if (isPortTaken(held, port)) {
                throw refused(List.of(FieldError.invalid(path, Tree.of(port), "provided port is already allocated")));
            }
        }

        private ApiError refused(List<FieldError> errors) {
            return ApiError.invalid(
                    new dev.pilothouse.api.meta.GroupKind("", "Service"), ObjectMeta.name(object), errors);
        }

        @Override
        public ObjectTree object() {
            return object;
        }

        @Override
        public boolean claim() {
            for (int i = 0; i < claims.size(); i++) {
                if (!claims.get(i).take(figures)) {
                    claims.subList(0, i).forEach(AddressClaim::giveBack);
                    return false;
                }
            }
            return true;
        }

        @Override
        public void giveBack() {
            claims.forEach(AddressClaim::giveBack);
        }

        @Override
        public Transaction transaction() {
            String services = services().cache().prefix();
            Transaction claimed = claims.stream()
                    .filter(claim -> claim.isBeside(services))
                    .map(AddressClaim::stands)
                    .reduce(new Transaction(List.of(), List.of()), Transaction::and);
            return ports.isEmpty() ? claimed : claimed.and(taking());
        }

        private Transaction taking() {
            if (!committing.isHeldByCurrentThread()) {
                committing.lock();
            }
            NodePorts.Held now = nodePorts.held();
            boolean free = ports.stream().noneMatch(port -> nodePorts.isTaken(now, port));
            // What was read before the lock is certain to be refused, if somebody took one of these ports since.
            return nodePorts.taking(free ? now : held, ports);
        }

        @Override
        public void release() {
            if (committing.isHeldByCurrentThread()) {
                committing.unlock();
            }
            lock.lock();
            try {
                if (!dryRun) {
                    portsUnderWay.removeAll(ports);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private Resource addresses() {
        return resources.find(IPAddress.RESOURCE).orElseThrow();
    }

    private Resource services() {
        return resources.find(Service.RESOURCE).orElseThrow();
    }

    private boolean isTaken(String address) {
        Resource addresses = addresses();
        return addresses.cache().consistent().snapshot().get(addresses.key("", address)).isPresent();
    }

    private boolean isPortTaken(NodePorts.Held held, int port) {
        return portsUnderWay.contains(port) || nodePorts.isTaken(held, port);
    }

    private Collection<Integer> portsOfServices() {
        Resource services = services();
        List<Integer> ports = new ArrayList<>();
        services.cache().consistent().snapshot().walk(services.cache().prefix(), "", item -> {
            ports.addAll(ServicePorts.of(item.object().object("spec")));
            return true;
        });
        return ports;
    }

    /// Makes addresses and the record of ports fit the Services, after crashes.
    public void repair() {
        try {
            nodePorts.repair();
        } catch (RuntimeException failed) {
            figures.repairFailed();
            throw failed;
        }
        lost.repair();
    }

    @Override
    public void settle(Resource resource, ObjectTree before, ObjectTree after) {
        if (!isService(resource)) {
            return;
        }
        if (!after.isEmpty()) {
            release(before, after);
        }
        Set<Integer> freed = ServicePorts.of(before.object("spec"));
        freed.removeAll(ServicePorts.of(after.object("spec")));
        try {
            nodePorts.free(freed);
        } catch (RuntimeException failed) {
            LOG.warn("Node ports {} are freed later: {}", freed, failed.getMessage());
        }
    }

    /// Frees addresses that a Service had and has no more, unless somebody else was given one already: that happens to who is held up
    /// here. Those of a Service that was removed went with it.
    private void release(ObjectTree before, ObjectTree after) {
        List<String> gone = new ArrayList<>(ServiceFamilies.addressesOf(before));
        gone.removeAll(ServiceFamilies.addressesOf(after));
        try {
            for (String address : gone) {
                String key = addresses().key("", address);
                addresses().cache().latest(key)
                        .filter(taken -> LostAddresses.isFor(taken, before))
                        .ifPresent(taken -> commits.apply(Transaction.delete(key, taken.revision())));
            }
        } catch (RuntimeException failed) {
            LOG.warn("The addresses {} are freed later: {}", gone, failed.getMessage());
        }
    }

    private AddressRange range(String family) {
        return ranges.stream()
                .filter(range -> range.family().equals(family))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a Service is of a family that this cluster hasn't: " + family));
    }

    private static String at(List<String> texts, int index) {
        return index < texts.size() ? texts.get(index) : "";
    }

    private static String family(String address) {
        return address.indexOf(':') >= 0 ? "IPv6" : "IPv4";
    }

    private int freePort(NodePorts.Held held) {
        return nodePorts.free(random, port -> isPortTaken(held, port))
                .orElseThrow(() -> ApiError.internal("failed to allocate a nodePort: range is full"));
    }

    @Override
    public Transaction freed(Resource resource, ObjectTree object) {
        List<Transaction.Change> changes = new ArrayList<>();
        if (isService(resource)) {
            ServiceFamilies.addressesOf(object).forEach(address -> changes.add(new Transaction.Change.Delete(addresses().key("", address))));
        }
        return new Transaction(List.of(), changes);
    }
}
