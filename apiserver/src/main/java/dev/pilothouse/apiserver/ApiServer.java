package dev.pilothouse.apiserver;

import dev.pilothouse.api.meta.GoDuration;
import dev.pilothouse.api.openapi.OpenApi;
import dev.pilothouse.api.schema.GroupVersionResource;
import dev.pilothouse.api.schema.Schemas;
import dev.pilothouse.api.core.v1.ResourceQuota;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.admission.Admission;
import dev.pilothouse.apiserver.admission.AdmissionPlugin;
import dev.pilothouse.apiserver.admission.AdmissionPlugins;
import dev.pilothouse.apiserver.admission.DefaultTolerationSeconds;
import dev.pilothouse.apiserver.authentication.AccountTokens;
import dev.pilothouse.apiserver.authentication.Authentication;
import dev.pilothouse.apiserver.authentication.Callers;
import dev.pilothouse.apiserver.authentication.ClientCertificates;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.authentication.Lookup;
import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.apiserver.authentication.TokenKey;
import dev.pilothouse.apiserver.authorization.Authorization;
import dev.pilothouse.apiserver.authorization.PolicyReads;
import dev.pilothouse.apiserver.authorization.Rbac;
import dev.pilothouse.apiserver.customresource.ApiServiceFigures;
import dev.pilothouse.apiserver.customresource.ApiServices;
import dev.pilothouse.apiserver.bootstrap.Bootstrap;
import dev.pilothouse.apiserver.bootstrap.Self;
import dev.pilothouse.apiserver.bootstrap.WhereServerIs;
import dev.pilothouse.apiserver.customresource.CustomResources;
import dev.pilothouse.apiserver.customresource.CustomRoutes;
import dev.pilothouse.apiserver.customresource.DefinitionCleanup;
import dev.pilothouse.apiserver.customresource.DefinitionLoop;
import dev.pilothouse.apiserver.customresource.SchemaRules;
import dev.pilothouse.apiserver.discovery.ApiPages;
import dev.pilothouse.apiserver.discovery.Discovery;
import dev.pilothouse.apiserver.discovery.Health;
import dev.pilothouse.apiserver.discovery.HealthChecks;
import dev.pilothouse.apiserver.discovery.OpenApiDocuments;
import dev.pilothouse.apiserver.discovery.OpenApiPages;
import dev.pilothouse.apiserver.discovery.StoreCalls;
import dev.pilothouse.apiserver.discovery.StoreChecks;
import dev.pilothouse.apiserver.discovery.StoreSizes;
import dev.pilothouse.apiserver.discovery.TokenDocuments;
import dev.pilothouse.apiserver.discovery.Version;
import dev.pilothouse.apiserver.flow.Classifier;
import dev.pilothouse.apiserver.flow.Flow;
import dev.pilothouse.apiserver.http.Handler;
import dev.pilothouse.apiserver.http.HttpRequest;
import dev.pilothouse.apiserver.http.ServingOptions;
import dev.pilothouse.apiserver.read.Caches;
import dev.pilothouse.apiserver.storage.AtRest;
import dev.pilothouse.apiserver.storage.CountedStore;
import dev.pilothouse.apiserver.storage.StoreFigures;
import dev.pilothouse.apiserver.storage.EventLifetime;
import dev.pilothouse.apiserver.storage.StorageFormat;
import dev.pilothouse.apiserver.metrics.CredentialFamilies;
import dev.pilothouse.apiserver.metrics.ExpressionTimes;
import dev.pilothouse.apiserver.metrics.Families;
import dev.pilothouse.apiserver.metrics.HealthFigures;
import dev.pilothouse.apiserver.metrics.Metrics;
import dev.pilothouse.apiserver.metrics.ObjectFigures;
import dev.pilothouse.apiserver.metrics.ProcessFigures;
import dev.pilothouse.apiserver.metrics.Registered;
import dev.pilothouse.api.metrics.Series;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.registry.Deletion;
import dev.pilothouse.apiserver.registry.EventTtl;
import dev.pilothouse.apiserver.registry.IssuedCertificates;
import dev.pilothouse.apiserver.registry.ManagedOwnership;
import dev.pilothouse.apiserver.registry.Patches;
import dev.pilothouse.apiserver.registry.Operation;
import dev.pilothouse.apiserver.registry.NewCluster;
import dev.pilothouse.apiserver.registry.Registry;
import dev.pilothouse.apiserver.registry.Resources;
import dev.pilothouse.apiserver.registry.ClusterAddresses;
import dev.pilothouse.apiserver.subresource.AccessReviews;
import dev.pilothouse.apiserver.subresource.Bindings;
import dev.pilothouse.apiserver.subresource.Evictions;
import dev.pilothouse.apiserver.subresource.PodConnections;
import dev.pilothouse.apiserver.subresource.Proxies;
import dev.pilothouse.apiserver.subresource.Scales;
import dev.pilothouse.apiserver.subresource.SelfReviews;
import dev.pilothouse.apiserver.subresource.TokenRequests;
import dev.pilothouse.apiserver.subresource.TokenReviews;
import dev.pilothouse.apiserver.subresource.VirtualResources;
import dev.pilothouse.apiserver.subresource.VirtualResources.VirtualResource;
import dev.pilothouse.apiserver.upkeep.Availability;
import dev.pilothouse.apiserver.upkeep.FlowSchemas;
import dev.pilothouse.apiserver.upkeep.Membership;
import dev.pilothouse.apiserver.upkeep.Upkeep;
import dev.pilothouse.store.Store;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An API server over a store, put together. The store belongs to the caller, who closes it after the server.
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    private final Caches caches;
    private final ClusterAddresses addresses;
    private final Authentication authentication;
    private final Registry registry;
    private final NewCluster begun;
    private final Server server;
    private final DefinitionLoop definitions;
    private final Upkeep upkeep;
    private final Store store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Executor executor;
    private volatile Optional<Membership> membership = Optional.empty();
    private final Departure departure = new Departure();
    private final ServingOptions serving;
    private final Series<LongAdder> handshakes = Series.counts(CredentialFamilies.HANDSHAKES);

    /// What an API server is told from outside.
    ///
    /// @param advertisedAddress host and port at which clients reach it
    /// @param ranges what Services get their addresses and ports from
    /// @param callers by what callers from outside are known
    /// @param policy what it lets happen
    /// @param events how long events are kept
    /// @param components how to find out how the other components are, by upstream's names
    /// @param serving how requests are served
    /// @param storage how objects lie in the store
    /// @param more what is told on `/metrics` that isn't known here
    /// @param flags upstream's, as they are in effect, as far as they don't follow from the rest
    public record Settings(
            String advertisedAddress,
            ServiceRanges ranges,
            Callers callers,
            Policy policy,
            EventLifetime events,
            Map<String, Supplier<ComponentHealth>> components,
            ServingOptions serving,
            AtRest storage,
            Map<String, String> flags,
            Source more) {
        private static final String USUAL_RANGE = "10.0.0.0/16";

        public Settings(
                String advertisedAddress,
                List<String> audiences,
                ClientCertificates clients,
                Supplier<KeyPair> tokenKey) {
            this(
                    advertisedAddress,
                    ServiceRanges.of(USUAL_RANGE),
                    Callers.of(RequestHeaders.NONE, clients, AccountTokens.of(tokenKey, audiences)),
                    Policy.USUAL,
                    EventLifetime.USUAL,
                    Map.of(),
                    ServingOptions.USUAL,
                    AtRest.plain(StorageFormat.TREE),
                    Map.of(),
                    _ -> {});
        }

        public Settings withServing(ServingOptions value) {
            return new Settings(advertisedAddress, ranges, callers, policy, events, components, value, storage, flags, more);
        }
    }

    public ApiServer(Store kept, InstantSource clock, RandomGenerator random, Executor executor, Settings settings) {
        StoreFigures stored = new StoreFigures();
        this.store = new CountedStore(kept, stored);
        this.clock = clock;
        this.random = random;
        this.serving = settings.serving();
        this.caches = new Caches(store, executor);
        ExpressionTimes expressions = new ExpressionTimes();
        Resources builtIn = new Resources(caches, settings.storage().format());
        CustomResources custom = new CustomResources(builtIn, caches, SchemaRules.inCel(expressions));
        Resources resources = builtIn.with(custom);
        AccountTokens accounts = settings.callers().accounts();
        TokenKey key = accounts.tokenKey();
        Lookup lookup = (resource, namespace, name) -> resources
                .get(resource, namespace, name)
                .or(() -> resources.getLatest(resource, namespace, name));
        this.authentication = settings.callers().authentication(key, lookup, clock);
        PolicyReads reads = new PolicyReads() {
            @Override
            public List<ObjectTree> list(GroupVersionResource resource, String namespace) {
                return resources.list(resource, namespace);
            }

            @Override
            public Object version(GroupVersionResource resource) {
                return resources.version(resource);
            }

            @Override
            public Optional<ObjectTree> get(GroupVersionResource resource, String namespace, String name) {
                return resources.get(resource, namespace, name);
            }

            @Override
            public Optional<ObjectTree> getLatest(GroupVersionResource resource, String namespace, String name) {
                return resources.getLatest(resource, namespace, name);
            }
        };
        Rbac rbac = new Rbac(reads);
        Series<LongAdder> decisions = Series.counts(Families.DECISIONS);
        Authorization authorization = AuthorizationMode.authorization(
                settings.policy().modes(), reads, rbac, decisions);
        List<AdmissionPlugin> plugins = AdmissionPlugins.chosen(
                settings.policy()::takesPart,
                reads,
                random,
                authorization,
                rbac,
                (namespace, quota, change) -> charge(resources, clock, namespace, quota, change),
                new DefaultTolerationSeconds(
                        settings.policy().tolerations().notReadySeconds(),
                        settings.policy().tolerations().unreachableSeconds()),
                clock,
                expressions);
        settings.policy()
                .missing(plugins.stream().map(AdmissionPlugin::name).collect(Collectors.toSet()))
                .forEach(name -> LOG.warn("Admission plugin {} has no effect in Pilothouse", name));
        Admission admission = new Admission(plugins);
        ManagedOwnership ownership = new ManagedOwnership(resources);
        this.addresses = new ClusterAddresses(
                store, resources, ownership, clock, random, settings.ranges().addresses(),
                settings.ranges().firstNodePort(), settings.ranges().lastNodePort());
        IssuedCertificates issued = new IssuedCertificates();
        EventTtl events = new EventTtl(store, clock, settings.events());
        this.registry = new Registry(
                store,
                admission,
                ownership,
                addresses,
                events,
                issued,
                random);
        this.begun = new NewCluster(store, resources);
        Deletion deletion = new Deletion(registry);
        this.definitions =
                new DefinitionLoop(
                resources,
                registry,
                new DefinitionCleanup(custom, registry, deletion),
                new ApiServices(resources, registry, deletion),
                clock);
        executor.execute(definitions);
        ResourceEndpoint endpoint = new ResourceEndpoint(
                registry, deletion, new Patches(ownership), serving.minRequestTimeout(), clock, random);
        Meter meter = new Meter();
        HealthFigures health = new HealthFigures();
        StoreChecks checks = StoreChecks.of(store, settings.storage(), executor);
        Flow flow = new Flow(new Classifier(flowObjects(resources)), Flow.Limits.of(serving));
        ApiPages api = new ApiPages(resources::published, serving.apis(), settings.advertisedAddress());
        Metrics metrics = new Metrics(List.of(
                authentication.source(), authorization.source(), decisions, flow::tell, admission.source(), resources.source(),
                new ApiServiceFigures(resources), stored, new StoreSizes(store), new StoreCalls(store), settings.storage().figures(), settings.more(), events.source(), expressions, handshakes, issued, addresses.source(), ownership.source(), api.source(), meter.source(), new ObjectFigures(resources::sizes), new ProcessFigures(), Version::tell, Registered.all()));
        this.server = new Server(
                departure,
                new Cors(serving.corsAllowedOrigins()),
                new Timeouts(serving.requestTimeout()),
                authentication,
                new Impersonation(authentication, authorization),
                flow,
                authorization,
                resources,
                serving.apis(),
                new CustomRoutes(custom, serving.apis()),
                endpoint,
                virtual(
                        resources,
                        registry,
                        ownership,
                        authorization,
                        rbac,
                        clock,
                        authentication,
                        admission,
                        new TokenRequests(reads, admission, key, accounts, ownership, clock, random),
                        components(checks, settings)),
                new Discovery(
                        api,
                        new Health(
                                new HealthChecks(reads, checks, departure::isStaying), health),
                        pages(key, settings, metrics, health, clock, custom),
                        serving.debugging(),
                        flags(settings)),
                meter,
                new CommonHeaders(random, serving.strictTransportSecurityDirectives()));
        this.upkeep = new Upkeep(
                resources, new FlowSchemas(resources, self(), clock), new Availability(resources, registry, clock));
        this.executor = executor;
    }

    private static Classifier.Objects flowObjects(Resources resources) {
        return new Classifier.Objects() {
            @Override
            public List<ObjectTree> list(GroupVersionResource resource) {
                return resources.list(resource, "");
            }

            @Override
            public Object version(GroupVersionResource resource) {
                return resources.version(resource);
            }
        };
    }

    /// Stores go by the names that they have upstream.
    private static Map<String, Supplier<ComponentHealth>> components(StoreChecks stores, Settings settings) {
        Map<String, Supplier<ComponentHealth>> all = new HashMap<>(settings.components());
        stores.all().forEach(answers -> all.put(
                "etcd-" + (all.size() - settings.components().size()),
                () -> answers.getAsBoolean() ? ComponentHealth.well() : ComponentHealth.failed("the store doesn't answer")));
        return all;
    }

    /// Writes down what admission lets in: the registry comes after admission, which writes through it.
    private void charge(
            Resources resources,
            InstantSource clock,
            String namespace,
            String quota,
            UnaryOperator<ObjectTree> change) {
        registry.update(
                resources.find(ResourceQuota.RESOURCE).orElseThrow(),
                "status",
                namespace,
                quota,
                change::apply,
                Registry.Way.PATCH,
                Operation.ofServer(clock.instant()));
    }

    private static Map<String, Discovery.Page> pages(
            TokenKey key,
            Settings settings,
            Metrics metrics,
            HealthFigures health,
            InstantSource clock,
            CustomResources custom) {
        Map<String, Discovery.Page> pages =
                new HashMap<>(TokenDocuments.pages(
                        key, settings.callers().accounts(), settings.advertisedAddress()));
        pages.put("/metrics", request -> metrics.answer(request.raw()));
        pages.put("/metrics/slis", request -> new Metrics(List.of(health)).answer(request.raw()));
        OpenApi builtIn = new OpenApi(settings.serving().apis().resources(), Schemas.builtIn());
        pages.putAll(OpenApiPages.pages(new OpenApiDocuments(builtIn, custom::types), clock));
        return pages;
    }

    /// What can be said of the flags with which upstream's server would be like this one.
    private static Map<String, String> flags(Settings settings) {
        AccountTokens accounts = settings.callers().accounts();
        Map<String, String> flags = new HashMap<>(settings.flags());
        flags.putAll(Map.of(
                "api-audiences", listed(accounts.audiences()),
                "authorization-mode", listed(settings.policy().modes()),
                "event-ttl", GoDuration.text(settings.events().ttl()),
                "max-mutating-requests-inflight", Integer.toString(settings.serving().maxMutatingRequestsInflight()),
                "max-requests-inflight", Integer.toString(settings.serving().maxRequestsInflight()),
                "service-account-issuer", listed(accounts.issuers()),
                "service-cluster-ip-range", settings.ranges().addresses()));
        return flags;
    }

    private static String listed(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(",", "[", "]"));
    }

    private static VirtualResources virtual(
            Resources resources,
            Registry registry,
            ManagedOwnership ownership,
            Authorization authorization,
            Rbac rbac,
            InstantSource clock,
            Authentication authentication,
            Admission admission,
            TokenRequests tokenRequests,
            Map<String, Supplier<ComponentHealth>> components) {
        Map<String, VirtualResource> byPlace = new HashMap<>();
        byPlace.put("/componentstatuses", new ComponentStatuses(resources, components, clock));
        VirtualResource bindings = Shaped.untabled(new Bindings(resources, registry, clock, admission), clock);
        byPlace.put("/pods/binding", bindings);
        byPlace.put("/bindings", bindings);
        Evictions evictions = new Evictions(resources, registry, new Deletion(registry), clock);
        byPlace.put("/pods/eviction", Shaped.untabled(evictions, clock));
        PodConnections connections = new PodConnections(resources);
        for (String subresource : List.of("log", "exec", "attach", "portforward")) {
            byPlace.put("/pods/" + subresource, connections);
        }
        Proxies proxies = new Proxies(resources);
        for (String resource : List.of("pods", "services", "nodes")) {
            byPlace.put("/" + resource + "/proxy", proxies);
        }
        Scales scales = new Scales(resources, registry, ownership, clock);
        byPlace.put("*/scale", Shaped.tabled(scales, Scales.COLUMNS, clock));
        byPlace.put("/serviceaccounts/token", Shaped.untabled(tokenRequests, clock));
        byPlace.put(
                "authentication.k8s.io/tokenreviews",
                Shaped.untabled(new TokenReviews(authentication, ownership, clock), clock));
        byPlace.put("authentication.k8s.io/selfsubjectreviews", Shaped.untabled(new SelfReviews(ownership, clock), clock));
        VirtualResource reviews = Shaped.untabled(new AccessReviews(authorization, rbac, ownership, clock), clock);
        for (String resource : List.of(
                "subjectaccessreviews",
                "selfsubjectaccessreviews",
                "localsubjectaccessreviews",
                "selfsubjectrulesreviews")) {
            byPlace.put("authorization.k8s.io/" + resource, reviews);
        }
        return new VirtualResources(byPlace);
    }

    /// Answers requests; doors to the network and in-process callers use the same one.
    public Handler handler() {
        return server;
    }

    /// Counts connections to a door that end in their TLS handshake.
    public LongAdder brokenHandshakes() {
        return handshakes.of();
    }

    /// A credential for a component in this process, to put into its requests.
    public HttpRequest.Credential credential(Identity identity) {
        return authentication.issue(identity);
    }

    /// The server as its own client.
    public Self self() {
        return new Self(server, credential(Identity.of(Self.NAME, Identity.SYSTEM_MASTERS)), serving.apis());
    }

    /// Makes what every cluster holds from the beginning. Returns when all of it is there.
    public void begin(WhereServerIs where) {
        new Bootstrap(self(), begun, clock, random, executor).run(where);
    }

    /// Starts to keep the status of what the server itself works by, once everything is there that it starts with, and
    /// lets clients and other servers know of this one.
    public void keepUp(WhereServerIs where, Membership.Member member) {
        upkeep.start(executor);
        Membership joining = new Membership(
                self(), store, where, member, addresses::repair, clock, random);
        membership = Optional.of(joining);
        joining.start(executor);
    }

    /// From now on the server says that it isn't ready, and stands in no list of servers. It serves as before.
    public void announceEnd() {
        departure.announce();
        membership.ifPresent(Membership::close);
    }

    /// Who comes from now on is sent away, if that is how the server goes: who listens and who doesn't is the door's to say.
    public void endAcceptance() {
        departure.announce();
        if (serving.shutdown().sendRetryAfter()) {
            departure.sendAway();
        }
    }

    /// Gives up memory that is needed only while objects are looked at; answers how many bytes.
    public long rest() {
        return caches.rest();
    }

    /// Ends all watches.
    @Override
    public void close() {
        departure.announce();
        membership.ifPresent(Membership::close);
        upkeep.close();
        definitions.close();
        caches.close();
    }
}
