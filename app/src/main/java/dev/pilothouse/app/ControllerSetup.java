package dev.pilothouse.app;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.CertificateSigner;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Which controllers run, and with what.
///
/// @param authority the certificates that pods are to believe, in PEM
/// @param signer makes a service account token that says what it is given; without one, no Secret gets a token
/// @param certificates signs what signing requests ask for; without one, nothing is signed
/// @param running whether the controller of this name runs
/// @param workers keys that a controller reconciles at once, where not the usual number
public record ControllerSetup(
        String authority,
        Optional<Function<ObjectTree, String>> signer,
        Optional<CertificateSigner> certificates,
        Predicate<String> running,
        Map<String, Integer> workers) {

    /// All controllers.
    static ControllerSetup all(String authority, Function<ObjectTree, String> signer, CertificateSigner certificates) {
        return new ControllerSetup(authority, Optional.of(signer), Optional.of(certificates), _ -> true, Map.of());
    }

    /// All controllers but those that sign.
    static ControllerSetup withoutKeys(String authority) {
        return new ControllerSetup(authority, Optional.empty(), Optional.empty(), _ -> true, Map.of());
    }

    boolean runs(String controller) {
        return running.test(controller);
    }

    Controller tuned(Controller controller) {
        Integer count = workers.get(controller.name());
        return count == null ? controller : new Tuned(controller, count);
    }

    /// A controller that reconciles another number of keys at once.
    private record Tuned(Controller controller, int workers) implements Controller {
        @Override
        public String name() {
            return controller.name();
        }

        @Override
        public String account() {
            return controller.account();
        }

        @Override
        public String component() {
            return controller.component();
        }

        @Override
        public Watches watches() {
            return controller.watches();
        }

        @Override
        public Next reconcile(Key key, World world) {
            return controller.reconcile(key, world);
        }
    }
}
