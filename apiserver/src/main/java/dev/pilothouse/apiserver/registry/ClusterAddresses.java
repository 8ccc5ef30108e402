package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.RandomUid;
import dev.pilothouse.api.core.v1.Service;
import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.FieldError;
import dev.pilothouse.api.meta.FieldPath;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.networking.v1.IPAddress;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.store.Transaction;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives Services their cluster IP from the range, and their node ports.
///
/// An address is taken while an IPAddress object stands for it. There is one object of a name, so that no address can be given
/// twice. Ports are taken by [NodePorts] in the Service's own transaction.
public final class ClusterAddresses implements ServiceAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterAddresses.class);
    private static final int ATTEMPTS = 256;

    /// Who made the objects of addresses that Services have.
    static final String MANAGER = "ipallocator.k8s.io";

    private static final NodePorts.Held NONE_HELD = new NodePorts.Held(new BitSet(), 0);

    private final Resources resources;
    private final ManagedOwnership ownership;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final String range;
    private final long base;
    private final int size;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Integer> portsUnderWay = new HashSet<>();
    private final NodePorts nodePorts;
    private final Commits commits;
    private final LostAddresses lost;

    /// Only one write of this server changes the record of ports at a time: they would fail each other.
    private final ReentrantLock committing = new ReentrantLock();

    /// @param store keeps the node ports
    /// @param range an IPv4 range such as `10.0.0.0/16`
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
        this.nodePorts = new NodePorts(store, firstPort, lastPort, this::portsOfServices);
        this.commits = new Commits(store);
        this.lost = new LostAddresses(resources, commits);
        this.resources = resources;
        this.ownership = ownership;
        this.clock = clock;
        this.random = random;
        this.range = range;
        int slash = range.indexOf('/');
        this.base = number(range.substring(0, slash));
        this.size = 1 << (32 - Integer.parseInt(range.substring(slash + 1)));
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
                taken.address(before);
            } else if (object.object("spec").text("clusterIP").equals("None")) {
                taken.families();
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
        private Optional<AddressClaim> claim = Optional.empty();

        Taken(ObjectTree object, NodePorts.Held held, boolean dryRun) {
            this.object = object;
            this.held = held;
            this.dryRun = dryRun;
        }

        private void address(ObjectTree before) {
            ObjectTree spec = object.object("spec");
            String wanted = spec.text("clusterIP");
            String had = before.text("clusterIP");
            if (wanted.isEmpty() && !had.isEmpty() && !had.equals("None")) {
                wanted = had;
            }
            boolean kept = !wanted.isEmpty() && wanted.equals(had);
            String address = !wanted.isEmpty() ? wanted : dryRun ? text(base) : free();
            object = object.with(
                    "spec",
                    spec.with("clusterIP", address).with("clusterIPs", ListTree.of(Tree.of(address))));
            families();
            if (kept) {
                return;
            }
            if (!wanted.isEmpty()) {
                check(wanted);
            }
            Resource addresses = addresses();
            claim = Optional.of(new AddressClaim(
                    commits, addresses.key("", address), addresses.form().encode(record(address))));
        }

        /// The family of addresses, where nobody chose: that of the range.
        private void families() {
            ObjectTree spec = object.object("spec");
            boolean free = spec.text("clusterIP").equals("None")
                    && spec.object("selector").isEmpty()
                    && spec.list("ipFamilies").isEmpty()
                    && spec.text("ipFamilyPolicy").isEmpty();
            if (free) {
                // Endpoints that somebody else makes may be of any family, whatever the range is.
                spec = spec.with("ipFamilies", ListTree.of(Tree.of("IPv4"), Tree.of("IPv6")))
                        .with("ipFamilyPolicy", "RequireDualStack");
            }
            if (spec.list("ipFamilies").isEmpty()) {
                spec = spec.with("ipFamilies", ListTree.of(Tree.of("IPv4")));
            }
            if (spec.text("ipFamilyPolicy").isEmpty()) {
                spec = spec.with("ipFamilyPolicy", "SingleStack");
            }
            if (spec.list("clusterIPs").isEmpty()) {
                spec = spec.with("clusterIPs", ListTree.of(spec.get("clusterIP")));
            }
            object = object.with("spec", spec);
        }

        private ObjectTree record(String address) {
            ObjectTree labels = ObjectTree.EMPTY
                    .with("ipaddress.kubernetes.io/ip-family", "IPv4")
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

        private void check(String address) {
            FieldPath path = FieldPath.of("spec").child("clusterIPs");
            String why = "";
            if (!isInRange(address)) {
                why = "failed to allocate IP " + address + ": the provided IP (" + address
                        + ") is not in the valid range. The range of valid IPs is " + range;
            } else if (!dryRun && isTaken(address)) {
                why = "failed to allocate IP " + address + ": provided IP is already allocated";
            }
            if (!why.isEmpty()) {
                throw refused(FieldError.invalid(path, ListTree.of(Tree.of(address)), why));
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
                    int other = shared.getOrDefault(port.number("port"), asked(now, port));
                    wanted = wanted == 0 ? other : wanted;
                }
                if (wanted == 0) {
                    wanted = had(old, port).orElse(0);
                }
                boolean kept = wanted != 0 && held(old, wanted);
                if (wanted == 0) {
                    wanted = anyPort();
                } else if (!kept && !ports.contains(wanted)) {
                    checkPort(
                            wanted,
                            FieldPath.of("spec").child("ports").index(index).child("nodePort"));
                }
                if (!kept) {
                    hold(wanted);
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
            if (wanted == 0) {
                wanted = had == 0 ? anyPort() : had;
            } else if (wanted != had) {
                checkPort(wanted, FieldPath.of("spec").child("healthCheckNodePort"));
            }
            if (wanted != had) {
                hold(wanted);
            }
            object = object.with("spec", object.object("spec").with("healthCheckNodePort", wanted));
        }

        private void hold(int port) {
            ports.add(port);
            if (!dryRun) {
                portsUnderWay.add(port);
            }
        }

        private int anyPort() {
            return dryRun ? ports.stream().max(Integer::compare).orElse(nodePorts.last() + 1) + 1 : freePort(held);
        }

        private void checkPort(int port, FieldPath path) {
            if (!dryRun && !nodePorts.isInRange(port)) {
                throw refused(FieldError.invalid(
                        path,
                        Tree.of(port),
                        "provided port is not in the valid range. The range of valid ports is " + nodePorts.first()
                                + "-" + nodePorts.last()));
            }
            if (isPortTaken(held, port)) {
                throw refused(FieldError.invalid(path, Tree.of(port), "provided port is already allocated"));
            }
        }

        private ApiError refused(FieldError error) {
            return ApiError.invalid(
                    new dev.pilothouse.api.meta.GroupKind("", "Service"), ObjectMeta.name(object), List.of(error));
        }

        @Override
        public ObjectTree object() {
            return object;
        }

        @Override
        public boolean claim() {
            return claim.isEmpty() || claim.get().take();
        }

        @Override
        public void giveBack() {
            claim.ifPresent(AddressClaim::giveBack);
        }

        @Override
        public Transaction transaction() {
            if (ports.isEmpty()) {
                return new Transaction(List.of(), List.of());
            }
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

    private static Optional<Integer> had(List<ObjectTree> old, ObjectTree port) {
        return old.stream()
                .filter(before -> before.number("port") == port.number("port")
                        && before.text("protocol").equals(port.text("protocol")))
                .map(before -> before.get("nodePort").asInt())
                .filter(number -> number > 0)
                .findFirst();
    }

    /// The node port that somebody chose for this port in one of its protocols, or 0.
    private static int asked(List<ObjectTree> ports, ObjectTree port) {
        return ports.stream()
                .filter(other -> other.number("port") == port.number("port"))
                .mapToInt(other -> other.get("nodePort").asInt())
                .filter(number -> number != 0)
                .findFirst()
                .orElse(0);
    }

    private static boolean held(List<ObjectTree> old, int number) {
        return old.stream().anyMatch(before -> before.get("nodePort").asInt() == number);
    }

    private Resource addresses() {
        return resources.find(IPAddress.RESOURCE).orElseThrow();
    }

    private boolean isTaken(String address) {
        Resource addresses = addresses();
        return addresses.cache().consistent().snapshot().get(addresses.key("", address)).isPresent();
    }

    private boolean isPortTaken(NodePorts.Held held, int port) {
        return portsUnderWay.contains(port) || nodePorts.isTaken(held, port);
    }

    private Collection<Integer> portsOfServices() {
        Resource services = resources.find(Service.RESOURCE).orElseThrow();
        List<Integer> ports = new ArrayList<>();
        services.cache().consistent().snapshot().walk(services.cache().prefix(), "", item -> {
            ports.addAll(portsOf(item.object().object("spec")));
            return true;
        });
        return ports;
    }

    private static Set<Integer> portsOf(ObjectTree spec) {
        Set<Integer> ports = new HashSet<>();
        ports.add(spec.get("healthCheckNodePort").asInt());
        spec.list("ports").objects().forEach(each -> ports.add(each.get("nodePort").asInt()));
        ports.remove(0);
        return ports;
    }

    /// Makes addresses and the record of ports fit the Services, after crashes.
    public void repair() {
        nodePorts.repair();
        lost.repair();
    }

    @Override
    public void settle(Resource resource, ObjectTree before, ObjectTree after) {
        if (!isService(resource)) {
            return;
        }
        Set<Integer> freed = portsOf(before.object("spec"));
        freed.removeAll(portsOf(after.object("spec")));
        try {
            nodePorts.free(freed);
        } catch (RuntimeException failed) {
            LOG.warn("Node ports {} are freed later: {}", freed, failed.getMessage());
        }
    }

    /// The upper part of the range is for those who don't choose; the lower is left for those who do.
    private String free() {
        int reserved = Math.min(Math.max(16, size / 16), 256);
        for (int i = 0; i < ATTEMPTS; i++) {
            String address = text(base + reserved + random.nextInt(Math.max(1, size - reserved - 1)));
            if (!isTaken(address)) {
                return address;
            }
        }
        for (long number = base + 1; number < base + size - 1; number++) {
            if (!isTaken(text(number))) {
                return text(number);
            }
        }
        throw ApiError.internal("failed to allocate a serviceIP: range is full");
    }

    private int freePort(NodePorts.Held held) {
        int size = nodePorts.last() - nodePorts.first() + 1;
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = nodePorts.first() + random.nextInt(size);
            if (!isPortTaken(held, port)) {
                return port;
            }
        }
        for (int port = nodePorts.first(); port <= nodePorts.last(); port++) {
            if (!isPortTaken(held, port)) {
                return port;
            }
        }
        throw ApiError.internal("failed to allocate a nodePort: range is full");
    }

    private boolean isInRange(String address) {
        try {
            long number = number(address);
            return number > base && number < base + size - 1;
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException notIpv4) {
            return false;
        }
    }

    private static long number(String address) {
        String[] parts = address.split("\\.");
        long number = 0;
        for (int i = 0; i < 4; i++) {
            number = number << 8 | Integer.parseInt(parts[i]);
        }
        return number;
    }

    private static String text(long number) {
        return (number >> 24) + "." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    @Override
    public Transaction freed(Resource resource, ObjectTree object) {
        String address = object.object("spec").text("clusterIP");
        if (!isService(resource) || address.isEmpty() || address.equals("None")) {
            return new Transaction(List.of(), List.of());
        }
        return new Transaction(
                List.of(), List.of(new Transaction.Change.Delete(addresses().key("", address))));
    }
}
