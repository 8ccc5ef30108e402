package dev.pilothouse.apiserver.pki;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/// Everything that the API server is called by.
///
/// @param addresses IP addresses as text
public record ServingNames(List<String> dns, List<String> addresses) {
    private static final List<String> EVERYWHERE = List.of(
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.svc",
            "kubernetes.default.svc.cluster.local",
            "localhost");

    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    public ServingNames {
        dns = List.copyOf(dns);
        addresses = List.copyOf(addresses);
    }

    /// The names that every cluster has, this machine's loopback, and more.
    public static ServingNames with(Collection<String> moreDns, Collection<String> moreAddresses) {
        SequencedSet<String> dns = new LinkedHashSet<>(EVERYWHERE);
        dns.addAll(moreDns);
        SequencedSet<String> addresses = new LinkedHashSet<>(List.of("127.0.0.1"));
        addresses.addAll(moreAddresses);
        return new ServingNames(List.copyOf(dns), List.copyOf(addresses));
    }

    /// These and more.
    ///
    /// @param more IP addresses, and what is none is a name of DNS
    public ServingNames and(Collection<String> more) {
        SequencedSet<String> allDns = new LinkedHashSet<>(dns);
        SequencedSet<String> allAddresses = new LinkedHashSet<>(addresses);
        more.forEach(name -> (isAddress(name) ? allAddresses : allDns).add(name));
        return new ServingNames(List.copyOf(allDns), List.copyOf(allAddresses));
    }

    /// Whether the text is an IP address.
    public static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /// Whether a certificate stands for all of these names.
    boolean areIn(X509Certificate certificate) {
        List<String> found = new ArrayList<>();
        try {
            for (List<?> name : Optional.ofNullable(certificate.getSubjectAlternativeNames())
                    .orElse(List.of())) {
                if (name.getFirst().equals(DNS) || name.getFirst().equals(ADDRESS)) {
                    found.add((String) name.get(1));
                }
            }
        } catch (CertificateParsingException unreadable) {
            return false;
        }
        return found.containsAll(dns) && found.containsAll(addresses);
    }
}
