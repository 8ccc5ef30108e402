package dev.pilothouse.apiserver.authentication;

import java.security.cert.X509Certificate;
import java.util.List;

/// In which proxies' name-dropping a server believes, and in which header fields it stands (upstream's `--requestheader-…`
/// flags).
///
/// @param authorities sign the proxies' client certificates; none, and no proxy is believed
/// @param allowedNames common names of proxies; none, and any is allowed
/// @param usernameHeaders the first of these that isn't empty names the user
/// @param uidHeaders the first of these that isn't empty is the user's uid
/// @param groupHeaders all values of all of these are groups
/// @param extraHeaderPrefixes what follows one of these in the name of a field is the key of something extra
public record RequestHeaders(
        List<X509Certificate> authorities,
        List<String> allowedNames,
        List<String> usernameHeaders,
        List<String> uidHeaders,
        List<String> groupHeaders,
        List<String> extraHeaderPrefixes) {
    /// No proxy is believed.
    public static final RequestHeaders NONE =
            new RequestHeaders(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public RequestHeaders {
        authorities = List.copyOf(authorities);
        allowedNames = List.copyOf(allowedNames);
        usernameHeaders = List.copyOf(usernameHeaders);
        uidHeaders = List.copyOf(uidHeaders);
        groupHeaders = List.copyOf(groupHeaders);
        extraHeaderPrefixes = List.copyOf(extraHeaderPrefixes);
    }

    /// As kubeadm sets it up: a proxy of this name, and the fields that upstream's own proxy writes.
    public static RequestHeaders of(X509Certificate authority, String proxy) {
        return new RequestHeaders(
                List.of(authority),
                List.of(proxy),
                List.of("X-Remote-User"),
                List.of(),
                List.of("X-Remote-Group"),
                List.of("X-Remote-Extra-"));
    }

    public boolean isNone() {
        return authorities.isEmpty();
    }
}
