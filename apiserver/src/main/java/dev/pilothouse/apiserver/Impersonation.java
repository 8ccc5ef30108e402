package dev.pilothouse.apiserver;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.apiserver.authentication.Authentication;
import dev.pilothouse.apiserver.authentication.ExtraKeys;
import dev.pilothouse.apiserver.authentication.Identified;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.authorization.Attributes;
import dev.pilothouse.apiserver.authorization.Authorization;
import dev.pilothouse.apiserver.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Lets a user act as another one, if one of the [modes][ImpersonationMode] allows it (authentication concepts, "User
/// impersonation").
///
/// I1 The mode by which a user was allowed last is asked first, so that the refusal which is shown is that of the mode this
///    user lives by.
final class Impersonation {
    private static final String USER = "impersonate-user";
    private static final String GROUP = "impersonate-group";
    private static final String UID = "impersonate-uid";
    private static final String EXTRA = "impersonate-extra-";

    /// Users whose last mode is remembered; a megabyte at most.
    private static final int REMEMBERED = 10_000;

    private final Authentication authentication;
    private final List<ImpersonationMode> modes;
    private final Map<String, ImpersonationMode> lastModes = new ConcurrentHashMap<>();

    Impersonation(Authentication authentication, Authorization authorization) {
        this.authentication = authentication;
        this.modes = ImpersonationMode.all(authorization);
    }

    Identified enter(Identified original) {
        Optional<Identity> wanted = wanted(original.request().raw().headers());
        return wanted.isPresent() ? authentication.as(original, allowed(original, wanted.get())) : original;
    }

    /// Whom the header fields name, as they name it.
    private static Optional<Identity> wanted(Headers headers) {
        String user = headers.first(USER).orElse("");
        Identity wanted = new Identity(
                user, headers.first(UID).orElse(""), headers.all(GROUP), ExtraKeys.in(headers, List.of(EXTRA)));
        if (!user.isEmpty()) {
            return Optional.of(wanted);
        }
        if (wanted.groups().isEmpty() && wanted.uid().isEmpty() && wanted.extra().isEmpty()) {
            return Optional.empty();
        }
        throw ApiError.badRequest("requested &user.DefaultInfo{Name:\"\", UID:\"" + wanted.uid() + "\", Groups:"
                + go(wanted.groups()) + ", Extra:map[string][]string" + go(wanted.extra())
                + "} without impersonating a user name");
    }

    private Identity allowed(Identified original, Identity wanted) {
        Attributes request = Attributes.of(original.identity(), original.request().info());
        Optional<ApiError> refusal = Optional.empty();
        for (ImpersonationMode mode : inOrder(original.identity().user())) {
            try {
                Optional<Identity> allowed = mode.check(wanted, request);
                if (allowed.isPresent()) {
                    remember(original.identity().user(), mode);
                    return allowed.get();
                }
            } catch (ApiError refused) {
                refusal = refusal.or(() -> Optional.of(refused));
            }
        }
        throw refusal.orElseThrow();
    }

    private List<ImpersonationMode> inOrder(String user) {
        List<ImpersonationMode> order = new ArrayList<>(modes);
        Optional.ofNullable(lastModes.get(user)).ifPresent(last -> {
            order.remove(last);
            order.addFirst(last);
        });
        return order;
    }

    private void remember(String user, ImpersonationMode mode) {
        if (lastModes.size() >= REMEMBERED) {
            lastModes.clear();
        }
        lastModes.put(user, mode);
    }

    /// The list as Go prints it, which is how upstream words the message.
    private static String go(List<String> texts) {
        return texts.isEmpty()
                ? "[]string(nil)"
                : "[]string{" + String.join(", ", texts.stream().map(it -> '"' + it + '"').toList()) + "}";
    }

    private static String go(Map<String, List<String>> texts) {
        return texts.isEmpty()
                ? "(nil)"
                : texts.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(it -> '"' + it.getKey() + "\":" + go(it.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }
}
