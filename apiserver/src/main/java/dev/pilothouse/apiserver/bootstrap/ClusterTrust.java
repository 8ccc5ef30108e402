package dev.pilothouse.apiserver.bootstrap;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.Json;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.MalformedJson;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.apiserver.authentication.RequestHeaders;
import dev.pilothouse.apiserver.pki.Pem;
import dev.pilothouse.apiserver.pki.PemFiles;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What other servers need to know to believe the callers of this one: the ConfigMap `extension-apiserver-authentication`.
/// Several API servers write into it, each what it believes in itself, so that values are joined and never taken out, except
/// for certificates whose time is over.
///
/// @param clientAuthorities sign clients' certificates
/// @param requestHeaders how front proxies name the clients behind them
public record ClusterTrust(List<X509Certificate> clientAuthorities, RequestHeaders requestHeaders) {
    private static final String MANAGER = "kube-apiserver";
    private static final String CLIENTS = "client-ca-file";
    private static final String PROXIES = "requestheader-client-ca-file";
    private static final String UIDS = "requestheader-uid-headers";
    private static final String NO_TEXTS = "[]";

    public ClusterTrust {
        clientAuthorities = List.copyOf(clientAuthorities);
    }

    /// Whose certificates a client may show to be known.
    public List<X509Certificate> authorities() {
        List<X509Certificate> all = new ArrayList<>(clientAuthorities);
        all.addAll(requestHeaders.authorities());
        return all;
    }

    /// Writes down what isn't there yet.
    public void announce(Self self, Instant now) {
        ObjectTree configMap = object();
        // Another server may write between our reading and our writing; whoever loses reads again.
        while (true) {
            ObjectTree found = self.find(configMap);
            if (found.isEmpty()) {
                self.create(configMap.with("data", joined(ObjectTree.EMPTY, now)), MANAGER);
                return;
            }
            ObjectTree wanted = joined(found.object("data"), now);
            if (wanted.equals(found.object("data")) || self.replaces(found.with("data", wanted), MANAGER)) {
                return;
            }
        }
    }

    private static ObjectTree object() {
        return ObjectMeta.withNamespace(
                ObjectTree.EMPTY
                        .with("apiVersion", "v1")
                        .with("kind", "ConfigMap")
                        .with("metadata", ObjectTree.EMPTY.with("name", "extension-apiserver-authentication")),
                "kube-system");
    }

    /// What is there and what is ours, under the keys that clients of this ConfigMap know.
    ObjectTree joined(ObjectTree there, Instant now) {
        Map<String, String> all = new TreeMap<>();
        put(all, CLIENTS, certificates(there.text(CLIENTS), clientAuthorities, now));
        put(all, PROXIES, certificates(there.text(PROXIES), requestHeaders.authorities(), now));
        if (all.containsKey(PROXIES)) {
            lists().forEach((key, ours) -> all.put(key, texts(there.text(key), ours)));
            // Servers that trust no field for it say nothing of it.
            all.remove(UIDS, NO_TEXTS);
        }
        return ObjectTree.of(all);
    }

    private Map<String, List<String>> lists() {
        return Map.of(
                "requestheader-username-headers", requestHeaders.usernameHeaders(),
                UIDS, requestHeaders.uidHeaders(),
                "requestheader-group-headers", requestHeaders.groupHeaders(),
                "requestheader-extra-headers-prefix", requestHeaders.extraHeaderPrefixes(),
                "requestheader-allowed-names", requestHeaders.allowedNames());
    }

    private static void put(Map<String, String> all, String key, String value) {
        if (!value.isEmpty()) {
            all.put(key, value);
        }
    }

    private static String certificates(String there, List<X509Certificate> ours, Instant now) {
        Set<X509Certificate> all = new LinkedHashSet<>(read(there));
        all.addAll(ours);
        StringBuilder text = new StringBuilder();
        for (X509Certificate each : all) {
            if (now.isBefore(each.getNotAfter().toInstant())) {
                text.append(Pem.of(each));
            }
        }
        return text.toString();
    }

    /// What can't be read is no certificate that anybody believes.
    private static List<X509Certificate> read(String pem) {
        try {
            return pem.isEmpty() ? List.of() : PemFiles.certificates(pem, CLIENTS);
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static String texts(String there, List<String> ours) {
        Set<String> all = new LinkedHashSet<>();
        try {
            if (!there.isEmpty() && Json.parse(there) instanceof ListTree list) {
                list.forEach(each -> all.add(each.asText()));
            }
        } catch (MalformedJson unreadable) {
            all.clear();
        }
        all.addAll(ours);
        List<Tree> texts = new ArrayList<>();
        all.forEach(text -> texts.add(Tree.of(text)));
        return Json.text(ListTree.of(texts));
    }
}
