package dev.pilothouse.api.cel;

import dev.pilothouse.api.meta.MalformedQuantity;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.meta.Quantity;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Values that only functions make: quantities, URLs, named formats.
final class Opaques {
    /// A rule for texts that has a name.
    record Format(String name, NameRules.Rule rule) {}

    private static final Map<String, NameRules.Rule> FORMATS = Map.of(
            "dns1123Label", NameRules::dns1123Label,
            "dns1123Subdomain", NameRules::dns1123Subdomain,
            "dns1035Label", NameRules::dns1035Label,
            "dns1123LabelPrefix", prefix(NameRules::dns1123Label),
            "dns1123SubdomainPrefix", prefix(NameRules::dns1123Subdomain),
            "dns1035LabelPrefix", prefix(NameRules::dns1035Label),
            "qualifiedName", NameRules::qualifiedName,
            "labelValue", NameRules::labelValue);

    private Opaques() {}

    private static NameRules.Rule prefix(NameRules.Rule rule) {
        return text -> NameRules.generateName(rule, text);
    }

    static CelType typeOf(Object value) {
        return switch (value) {
            case Quantity _ -> new CelType.Opaque("kubernetes.Quantity");
            case URI _ -> new CelType.Opaque("kubernetes.URL");
            case Format _ -> new CelType.Opaque("kubernetes.NamedFormat");
            case Networks.Address _ -> new CelType.Opaque("net.IP");
            case Networks.Range _ -> new CelType.Opaque("net.CIDR");
            case CelAuthorizer.Step step -> new CelType.Opaque(step.type());
            default -> CelType.Simple.ERROR;
        };
    }

    static void define(Functions.Definer to) {
        quantities(to);
        urls(to);
        FORMATS.forEach((name, rule) ->
                to.define("format." + name, "():kubernetes.NamedFormat", _ -> new Format(name, rule)));
        to.define("format.named", "(string):optional<kubernetes.NamedFormat>", a ->
                Optional.ofNullable(FORMATS.get((String) a[0])).map(rule -> new Format((String) a[0], rule)));
        to.define("validate", "kubernetes.NamedFormat.(string):optional<list<string>>", a -> {
            List<String> broken = ((Format) a[0]).rule().broken((String) a[1]);
            return broken.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(broken));
        });
    }

    private static void quantities(Functions.Definer to) {
        String type = "kubernetes.Quantity";
        to.define("quantity", "(string):" + type, a -> quantity((String) a[0]));
        to.define("isQuantity", "(string):bool", a -> Quantity.isValid((String) a[0]));
        to.define("sign", type + ".():int", a -> (long) ((Quantity) a[0]).sign());
        to.define("isGreaterThan", type + ".(" + type + "):bool", a -> ((Quantity) a[0]).compareTo((Quantity) a[1]) > 0);
        to.define("isLessThan", type + ".(" + type + "):bool", a -> ((Quantity) a[0]).compareTo((Quantity) a[1]) < 0);
        to.define("compareTo", type + ".(" + type + "):int", a -> (long) ((Quantity) a[0]).compareTo((Quantity) a[1]));
        to.define("asApproximateFloat", type + ".():double", a -> ((Quantity) a[0]).asDouble());
        to.define("isInteger", type + ".():bool", a -> isWhole((Quantity) a[0]));
        to.define("asInteger", type + ".():int", a -> {
            if (!isWhole((Quantity) a[0])) {
                throw new CelFailure("cannot convert value to integer");
            }
            return ((Quantity) a[0]).amount().longValueExact();
        });
        to.define("add", type + ".(" + type + "):" + type, a -> ((Quantity) a[0]).plus((Quantity) a[1]));
        to.define("sub", type + ".(" + type + "):" + type, a -> ((Quantity) a[0]).minus((Quantity) a[1]));
        to.define("add", type + ".(int):" + type, a -> ((Quantity) a[0]).plus(quantity(a[1].toString())));
        to.define("sub", type + ".(int):" + type, a -> ((Quantity) a[0]).minus(quantity(a[1].toString())));
    }

    private static boolean isWhole(Quantity quantity) {
        var amount = quantity.amount().stripTrailingZeros();
        return amount.scale() <= 0 && amount.toBigInteger().bitLength() < Long.SIZE;
    }

    private static Quantity quantity(String text) {
        if (!Quantity.isValid(text)) {
            throw new CelFailure("quantities must match the regular expression"
                    + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
        try {
            return Quantity.parse(text);
        } catch (MalformedQuantity e) {
            throw new CelFailure(String.valueOf(e.getMessage()));
        }
    }

    private static void urls(Functions.Definer to) {
        to.define("url", "(string):kubernetes.URL", a -> url((String) a[0])
                .orElseThrow(() -> new CelFailure("URL parse error during conversion from string: parse \"" + a[0]
                        + "\": invalid URI for request")));
        to.define("isURL", "(string):bool", a -> url((String) a[0]).isPresent());
        to.define("getScheme", "kubernetes.URL.():string", a -> orEmpty(((URI) a[0]).getScheme()));
        to.define("getHost", "kubernetes.URL.():string", a -> orEmpty(((URI) a[0]).getRawAuthority()));
        to.define("getHostname", "kubernetes.URL.():string", a -> hostname(orEmpty(((URI) a[0]).getHost())));
        to.define("getPort", "kubernetes.URL.():string", a ->
                ((URI) a[0]).getPort() < 0 ? "" : Integer.toString(((URI) a[0]).getPort()));
        to.define("getEscapedPath", "kubernetes.URL.():string", a -> orEmpty(((URI) a[0]).getRawPath()));
        to.define("getQuery", "kubernetes.URL.():map<string,list<string>>", a -> query(((URI) a[0]).getRawQuery()));
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = new URI(text);
            boolean sound = url.getScheme() != null && !url.isOpaque() || text.startsWith("/");
            return sound ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static String hostname(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Object query(String text) {
        Map<String, List<Object>> values = new TreeMap<>();
        Arrays.stream(orEmpty(text).split("&")).filter(each -> !each.isEmpty()).forEach(each -> {
            String[] pair = each.split("=", 2);
            values.computeIfAbsent(plain(pair[0]), _ -> new java.util.ArrayList<>()).add(pair.length < 2 ? "" : plain(pair[1]));
        });
        return new LinkedHashMap<Object, Object>(values);
    }

    private static String plain(String escaped) {
        return java.net.URLDecoder.decode(escaped, java.nio.charset.StandardCharsets.UTF_8);
    }
}
