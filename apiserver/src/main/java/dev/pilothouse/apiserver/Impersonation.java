package dev.pilothouse.apiserver;

import dev.pilothouse.api.meta.ApiError;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.apiserver.authentication.Authentication;
import dev.pilothouse.apiserver.authentication.Identified;
import dev.pilothouse.apiserver.authentication.Identity;
import dev.pilothouse.apiserver.authorization.Attributes;
import dev.pilothouse.apiserver.authorization.Authorization;
import dev.pilothouse.apiserver.authorization.Authorizer;
import dev.pilothouse.apiserver.http.Headers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Lets a user act as another one, if it may impersonate every part of that identity (authentication concepts, "User
/// impersonation").
final class Impersonation {
    private static final String USER = "impersonate-user";
    private static final String GROUP = "impersonate-group";
    private static final String UID = "impersonate-uid";
    private static final String EXTRA = "impersonate-extra-";
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    private final Authentication authentication;
    private final Authorization authorization;

    Impersonation(Authentication authentication, Authorization authorization) {
        this.authentication = authentication;
        this.authorization = authorization;
    }

    Identified enter(Identified original) {
        Headers headers = original.request().raw().headers();
        String user = headers.first(USER).orElse("");
        Map<String, List<String>> extra = extra(headers);
        if (user.isEmpty()) {
            if (headers.all(GROUP).isEmpty() && headers.all(UID).isEmpty() && extra.isEmpty()) {
                return original;
            }
            throw ApiError.badRequest("requested &user.DefaultInfo{Name:\"\", UID:\"" + headers.first(UID).orElse("")
                    + "\", Groups:" + go(headers.all(GROUP)) + ", Extra:map[string][]string" + go(extra)
                    + "} without impersonating a user name");
        }
        Identity who = original.identity();
        List<String> groups = new ArrayList<>(headers.all(GROUP));
        List<String> account = account(user);
        if (!account.isEmpty()) {
            check(Attributes.resource(who, "impersonate", "", "serviceaccounts", account.get(0), account.get(1)));
            if (groups.isEmpty()) {
                groups.add("system:serviceaccounts");
                groups.add("system:serviceaccounts:" + account.get(0));
            }
        } else {
            check(Attributes.resource(who, "impersonate", "", "users", "", user));
        }
        for (String group : headers.all(GROUP)) {
            check(Attributes.resource(who, "impersonate", "", "groups", "", group));
        }
        String uid = headers.first(UID).orElse("");
        if (!uid.isEmpty()) {
            check(Attributes.resource(who, "impersonate", "authentication.k8s.io", "uids", "", uid));
        }
        extra.forEach((key, values) -> values.forEach(value -> check(new Attributes(
                who, true, "impersonate", "authentication.k8s.io", "*", "userextras", key, "", value, ""))));
        return authentication.as(original, new Identity(user, uid, groups, extra));
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
                        .map(it -> '"' + it.getKey() + "\":" + go(it.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    /// The namespace and the name of a service account; empty if the user isn't one.
    private static List<String> account(String user) {
        if (!user.startsWith(SERVICE_ACCOUNT)) {
            return List.of();
        }
        List<String> parts = List.of(user.substring(SERVICE_ACCOUNT.length()).split(":", -1));
        return parts.size() == 2 && NameRules.dns1123Label(parts.get(0)).isEmpty() && NameRules.dns1123Subdomain(parts.get(1)).isEmpty()
                ? parts
                : List.of();
    }

    private void check(Attributes attributes) {
        Authorizer.Opinion opinion = authorization.decide(attributes);
        if (!opinion.isAllowed()) {
            throw Authorization.forbidden(attributes, opinion.reason());
        }
    }

    private static Map<String, List<String>> extra(Headers headers) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        headers.map().forEach((name, values) -> {
            if (name.startsWith(EXTRA)) {
                extra.put(URLDecoder.decode(name.substring(EXTRA.length()), StandardCharsets.UTF_8), values);
            }
        });
        return extra;
    }
}
