package dev.pilothouse.apiserver.authentication;

import dev.pilothouse.api.core.v1.Secret;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Tokens `id.secret` by which a node joins: each is a Secret `bootstrap-token-<id>` in `kube-system` (upstream's
/// `--enable-bootstrap-token-auth`).
///
/// B1 A token is good for as long as its Secret is there, says that it may be used so, and isn't over.
/// B2 It makes its holder a member of `system:bootstrappers` and of groups below it, and of no others.
///
/// @param audiences whom the tokens are meant for, as they say nothing of it
/// @param next knows all other tokens
record BootstrapTokens(Lookup lookup, List<String> audiences, InstantSource clock, TokenAuthenticator next)
        implements TokenAuthenticator {
    private static final Pattern FORM = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
    private static final Pattern GROUP = Pattern.compile("system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]");
    private static final String EVERYBODY = "system:bootstrappers";
    private static final String TYPE = "bootstrap.kubernetes.io/token";

    @Override
    public Verdict identify(String token, List<String> wanted) {
        List<String> meantFor = audiences.stream().filter(wanted::contains).toList();
        Matcher form = FORM.matcher(token);
        Optional<Identity> known =
                meantFor.isEmpty() || !form.matches() ? Optional.empty() : holder(form.group(1), form.group(2));
        return known.<Verdict>map(identity -> new Verdict.Known(identity, meantFor))
                .orElseGet(() -> next.identify(token, wanted));
    }

    private Optional<Identity> holder(String id, String secret) {
        return lookup.find(Secret.RESOURCE, "kube-system", "bootstrap-token-" + id)
                .filter(found -> !ObjectMeta.isBeingDeleted(found) && found.text("type").equals(TYPE))
                .map(found -> found.object("data"))
                .filter(content -> isSame(text(content, "token-secret"), secret) && text(content, "token-id").equals(id))
                .filter(content -> !isOver(text(content, "expiration")))
                .filter(content -> text(content, "usage-bootstrap-authentication").equals("true"))
                .flatMap(content -> groups(text(content, "auth-extra-groups")))
                .map(groups -> new Identity("system:bootstrap:" + id, "", groups, Map.of()));
    }

    /// Takes the same time for every wrong one.
    private static boolean isSame(String kept, String shown) {
        return MessageDigest.isEqual(kept.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /// A time that can't be read is over.
    private boolean isOver(String expiration) {
        return !expiration.isEmpty()
                && Timestamps.parse(expiration).filter(clock.instant()::isBefore).isEmpty();
    }

    private static Optional<List<String>> groups(String extra) {
        List<String> groups = new ArrayList<>(List.of(EVERYBODY));
        if (!extra.isEmpty()) {
            Stream.of(extra.split(",", -1)).filter(group -> !groups.contains(group)).forEach(groups::add);
        }
        boolean below = groups.stream().skip(1).allMatch(group -> GROUP.matcher(group).matches());
        return below ? Optional.of(groups) : Optional.empty();
    }

    private static String text(ObjectTree content, String key) {
        try {
            return new String(Base64.getMimeDecoder().decode(content.text(key)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
