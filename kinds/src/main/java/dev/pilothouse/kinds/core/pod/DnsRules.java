package dev.pilothouse.kinds.core.pod;

import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.kinds.rules.Addresses;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;

/// Rules for how a pod resolves names. The limits are those of resolv.conf.
final class DnsRules {
    private static final int NAMESERVERS_LIMIT = 3;
    private static final int SEARCHES_LIMIT = 32;
    private static final int SEARCH_CHARACTERS_LIMIT = 2048;

    private DnsRules() {}

    static void check(Place spec) {
        Place config = spec.at("dnsConfig");
        Place servers = config.at("nameservers");
        if (spec.at("dnsPolicy").is("None")) {
            if (config.isAbsent()) {
                config.required("must provide `dnsConfig` when `dnsPolicy` is None");
                return;
            }
            if (servers.isEmpty()) {
                servers.required("must provide at least one DNS nameserver when `dnsPolicy` is None");
                return;
            }
        }
        if (config.isAbsent()) {
            return;
        }
        if (servers.list().size() > NAMESERVERS_LIMIT) {
            servers.invalid("must not have more than " + NAMESERVERS_LIMIT + " nameservers");
        }
        servers.each(Addresses.IP::check);
        searches(config.at("searches"));
        config.at("options").each(option -> {
            if (option.at("name").isEmpty()) {
                option.required("must not be empty");
            }
        });
    }

    private static void searches(Place searches) {
        if (searches.list().size() > SEARCHES_LIMIT) {
            searches.invalid("must not have more than " + SEARCHES_LIMIT + " search paths");
        }
        if (String.join(" ", searches.list().texts()).length() > SEARCH_CHARACTERS_LIMIT) {
            searches.invalid("must not have more than " + SEARCH_CHARACTERS_LIMIT
                    + " characters (including spaces) in the search list");
        }
        searches.each(search -> {
            String domain = search.text();
            if (!domain.equals(".")) {
                String bare = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
                search.invalidEach(bare, NameRules.dns1123SubdomainWithUnderscore(bare));
            }
        });
    }

    static void hostAliases(Place aliases) {
        aliases.each(alias -> {
            Addresses.IP.check(alias.at("ip"));
            alias.at("hostnames").each(Checks.DNS_SUBDOMAIN::check);
        });
    }
}
