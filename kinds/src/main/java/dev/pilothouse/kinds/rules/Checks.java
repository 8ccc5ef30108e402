package dev.pilothouse.kinds.rules;

import dev.pilothouse.api.meta.LabelSelector;
import dev.pilothouse.api.meta.MetaRules;
import dev.pilothouse.api.meta.NameRules;
import dev.pilothouse.api.tree.TextTree;
import dev.pilothouse.api.tree.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The rules that repeat. Sources: API conventions ("Validation"), RFC 1123, RFC 1035, RFC 6335.
///
/// Rules on a scalar judge what they are given: wrap them in [#optional] where the field may be left out.
public final class Checks {
    /// Nothing to say.
    public static final Check NONE = place -> {};

    public static final Check NON_NEGATIVE = place -> {
        if (place.number() < 0) {
            place.invalidNumber("must be greater than or equal to 0");
        }
    };

    public static final Check POSITIVE = place -> {
        if (place.number() <= 0) {
            place.invalidNumber("must be greater than 0");
        }
    };

    public static final Check DNS_LABEL = syntax(NameRules::dns1123Label);
    public static final Check DNS_SUBDOMAIN = syntax(NameRules::dns1123Subdomain);
    public static final Check QUALIFIED_NAME = syntax(NameRules::qualifiedName);
    public static final Check PORT = range(1, 65535);

    /// Something must stand there that isn't Go's zero value.
    public static final Check REQUIRED = required("");

    private Checks() {}

    /// All of these, in this order, on the same place.
    public static Check all(Check... checks) {
        return place -> {
            for (Check check : checks) {
                check.check(place);
            }
        };
    }

    /// All of these on the field.
    public static Check at(String field, Check... checks) {
        Check all = checks.length == 1 ? checks[0] : all(checks);
        return place -> all.check(place.at(field));
    }

    /// All of these on each value of the list in the field.
    public static Check each(String field, Check... checks) {
        Check all = checks.length == 1 ? checks[0] : all(checks);
        return place -> place.at(field).each(all::check);
    }

    /// Only where a value is present.
    public static Check optional(Check... checks) {
        Check all = checks.length == 1 ? checks[0] : all(checks);
        return place -> {
            if (place.isPresent()) {
                all.check(place);
            }
        };
    }

    /// Only where the value isn't Go's zero value.
    public static Check nonEmpty(Check... checks) {
        Check all = checks.length == 1 ? checks[0] : all(checks);
        return place -> {
            if (!place.isEmpty()) {
                all.check(place);
            }
        };
    }

    public static Check when(Predicate<Place> condition, Check then) {
        return place -> {
            if (condition.test(place)) {
                then.check(place);
            }
        };
    }

    /// Required, and only then judged further.
    public static Check required(String detail, Check... then) {
        Check all = all(then);
        return place -> {
            if (place.isEmpty()) {
                place.required(detail);
            } else {
                all.check(place);
            }
        };
    }

    public static Check syntax(NameRules.Rule rule) {
        return place -> place.invalidEach(rule.broken(place.text()));
    }

    public static Check range(long least, long most) {
        return place -> {
            if (place.number() < least || place.number() > most) {
                place.invalidNumber("must be between " + least + " and " + most + ", inclusive");
            }
        };
    }

    public static Check atLeast(long least) {
        return place -> {
            if (place.number() < least) {
                place.invalidNumber("must be greater than or equal to " + least);
            }
        };
    }

    public static Check atMost(long most) {
        return place -> {
            if (place.number() > most) {
                place.invalidNumber("must be less than or equal to " + most);
            }
        };
    }

    /// A port's number, or its name.
    public static final Check PORT_OR_NAME = place -> {
        if (place.value() instanceof TextTree) {
            place.invalidEach(NameRules.portName(place.text()));
        } else {
            PORT.check(place);
        }
    };

    /// Labels to select by: a map of keys and values.
    public static final Check LABELS =
            place -> MetaRules.labels(place.object(), place.path(), place.problems());

    /// A selector with `matchLabels` and `matchExpressions`; may be missing.
    public static final Check SELECTOR = place -> {
        if (place.isPresent()) {
            LabelSelector.check(place.value(), place.path(), place.problems());
        }
    };

    /// A selector that must select something.
    public static final Check REQUIRED_SELECTOR = place -> {
        if (place.isAbsent()) {
            place.required("");
        } else {
            LabelSelector.check(place.value(), place.path(), place.problems());
        }
    };

    /// One of these texts; the message lists them sorted.
    public static Check oneOf(String... supported) {
        List<String> sorted = List.of(supported).stream().sorted().toList();
        return place -> {
            if (!sorted.contains(place.text())) {
                place.notSupported(sorted);
            }
        };
    }

    /// Like [#oneOf], but the message lists them in this order.
    public static Check oneOfInOrder(String... supported) {
        List<String> listed = List.of(supported);
        return place -> {
            if (!listed.contains(place.text())) {
                place.notSupported(listed);
            }
        };
    }

    /// Like [#oneOf], but an empty value is reported as missing.
    public static Check requiredOneOf(String... supported) {
        return required("", oneOf(supported));
    }

    /// The values of a list differ. Each repetition is reported at its own place.
    public static Check unique() {
        return place -> {
            Set<Tree> seen = new HashSet<>();
            place.each(item -> {
                if (!seen.add(item.value())) {
                    item.duplicate();
                }
            });
        };
    }

    /// The field differs among the objects of a list; values that are empty don't count.
    public static Check uniqueBy(String field) {
        return place -> {
            if (place.list().size() < 2) {
                return;
            }
            Set<String> seen = new HashSet<>();
            place.each(item -> {
                Place by = item.at(field);
                if (!by.isEmpty() && !seen.add(by.text())) {
                    by.duplicate();
                }
            });
        };
    }

    /// The list has at most so many values.
    public static Check atMostItems(int limit) {
        return place -> {
            if (place.list().size() > limit) {
                place.tooMany(limit);
            }
        };
    }

    public static Check forbidden(String detail) {
        return place -> place.forbidden(detail);
    }
}
