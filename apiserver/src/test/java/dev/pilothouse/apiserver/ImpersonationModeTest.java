package dev.pilothouse.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.authorization.Attributes;
import dev.pilothouse.apiserver.authorization.Authorization;
import dev.pilothouse.apiserver.authorization.Authorizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImpersonationModeTest {
    private static final Identity JANE = Identity.of("jane", "dev");
    private static final Identity AGENT = new Identity(
            "system:serviceaccount:kube-system:agent",
            "",
            List.of(),
            Map.of("authentication.kubernetes.io/node-name", List.of("n1")));

    private final Set<String> rights = new HashSet<>();
    private final List<String> asked = new ArrayList<>();
    private final List<ImpersonationMode> modes = ImpersonationMode.all(new Authorization(List.of(attributes -> {
        String right = attributes.verb() + " " + attributes.group() + "/" + attributes.combinedResource() + " "
                + attributes.name();
        asked.add(right);
        return rights.contains(right) ? Authorizer.Opinion.allow("") : Authorizer.Opinion.NONE;
    })));

    @Test
    void aUserIsLentForOneSortOfRequest() {
        rights.add("impersonate-on:user-info:list /pods ");
        rights.add("impersonate:user-info authentication.k8s.io/users joe");
        assertThat(actingAs(JANE, Identity.of("joe"))).contains(Identity.of("joe"));
        rights.remove("impersonate-on:user-info:list /pods ");
        assertThat(actingAs(JANE, Identity.of("joe"))).isEmpty();
    }

    @Test
    void everyPartOfTheIdentityIsAsked() {
        Identity joe = new Identity("joe", "17", List.of("a", "b"), Map.of("acme.io/x", List.of("1", "2")));
        rights.addAll(List.of(
                "impersonate /users joe",
                "impersonate authentication.k8s.io/uids 17",
                "impersonate /groups a",
                "impersonate /groups b",
                "impersonate authentication.k8s.io/userextras/acme.io/x 1"));
        assertThat(actingAs(JANE, joe)).isEmpty();
        rights.add("impersonate authentication.k8s.io/userextras/acme.io/x 2");
        assertThat(actingAs(JANE, joe)).contains(joe);
    }

    @Test
    void aConstrainedModeGivesNobodyEverything() {
        rights.add("impersonate-on:user-info:list /pods ");
        rights.add("impersonate:user-info authentication.k8s.io/users joe");
        rights.add("impersonate:user-info authentication.k8s.io/groups system:masters");
        assertThat(actingAs(JANE, Identity.of("joe", "system:masters"))).isEmpty();
        rights.add("impersonate:user-info authentication.k8s.io/userextras/scopes x");
        assertThat(actingAs(JANE, new Identity("joe", "", List.of(), Map.of("scopes", List.of("x"))))).isEmpty();
    }

    @Test
    void theRightToAllGroupsIsAskedForManyOfThem() {
        rights.add("impersonate-on:user-info:list /pods ");
        rights.add("impersonate:user-info authentication.k8s.io/users joe");
        rights.add("impersonate:user-info authentication.k8s.io/groups *");
        assertThat(actingAs(JANE, Identity.of("joe", "a", "b", "c"))).isEmpty();
        assertThat(actingAs(JANE, Identity.of("joe", "a", "b", "c", "d"))).isPresent();
    }

    @Test
    void anAgentActsAsItsOwnNodeAndAsNoOther() {
        rights.add("impersonate-on:associated-node:list /pods ");
        rights.add("impersonate:associated-node authentication.k8s.io/nodes *");
        assertThat(actingAs(AGENT, Identity.of("system:node:n1")))
                .contains(Identity.of("system:node:n1", "system:nodes"));
        assertThat(actingAs(AGENT, Identity.of("system:node:n2"))).isEmpty();
        assertThat(actingAs(JANE, Identity.of("system:node:n1"))).isEmpty();
    }

    @Test
    void aServiceAccountHasItsGroups() {
        rights.add("impersonate-on:serviceaccount:list /pods ");
        rights.add("impersonate:serviceaccount authentication.k8s.io/serviceaccounts robot");
        assertThat(actingAs(JANE, Identity.of("system:serviceaccount:shop:robot")))
                .contains(Identity.of(
                        "system:serviceaccount:shop:robot", "system:serviceaccounts", "system:serviceaccounts:shop"));
        assertThat(asked).doesNotContain("impersonate-on:user-info:list /pods ");
    }

    private Optional<Identity> actingAs(Identity who, Identity wanted) {
        Attributes request = new Attributes(who, true, "list", "", "v1", "pods", "", "shop", "", "");
        return modes.stream().flatMap(mode -> check(mode, wanted, request).stream()).findFirst();
    }

    private static Optional<Identity> check(ImpersonationMode mode, Identity wanted, Attributes request) {
        try {
            return mode.check(wanted, request);
        } catch (ApiError refused) {
            assertThat(refused.code()).isEqualTo(403);
            return Optional.empty();
        }
    }
}
