package dev.pilothouse.api.meta;

import dev.pilothouse.api.meta.LabelSelector.Operator;
import dev.pilothouse.api.meta.LabelSelector.Requirement;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Reads a selector from a query string: `key`, `!key`, `key op value` and `key in (a,b)`, joined by commas.
final class LabelSelectorParser {
    private enum Kind {
        END,
        IDENTIFIER,
        SYMBOL
    }

    private record Token(Kind kind, String text) {
        boolean is(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }

        boolean endsRequirement() {
            return kind == Kind.END || is(",");
        }

        boolean startsRequirement() {
            return kind == Kind.IDENTIFIER || is("!");
        }
    }

    private static final String SPECIAL = "=!(),><";
    private static final List<String> SYMBOLS = List.of(")", ",", "!", "==", "=", ">", "<", "!=", "(");

    private final List<Token> tokens;
    private int at;

    LabelSelectorParser(String text) {
        this.tokens = tokens(text);
    }

    List<Requirement> parse() throws MalformedSelector {
        List<Requirement> requirements = new ArrayList<>();
        while (true) {
            Token first = peek();
            if (first.kind == Kind.END) {
                return requirements;
            }
            if (!first.startsRequirement()) {
                throw found(first, "!, identifier, or 'end of string'");
            }
            try {
                requirements.add(requirement());
            } catch (MalformedSelector e) {
                throw new MalformedSelector("unable to parse requirement: " + e.getMessage());
            }
            Token after = next();
            if (after.kind == Kind.END) {
                return requirements;
            }
            if (!after.is(",")) {
                throw found(after, "',' or 'end of string'");
            }
            if (!peek().startsRequirement()) {
                throw found(peek(), "identifier after ','");
            }
        }
    }

    private Requirement requirement() throws MalformedSelector {
        Token key = next();
        boolean not = key.is("!");
        if (not) {
            key = next();
        }
        if (key.kind != Kind.IDENTIFIER) {
            throw found(key, "identifier");
        }
        List<String> broken = NameRules.qualifiedName(key.text);
        if (!broken.isEmpty()) {
            throw new MalformedSelector(
                    FieldError.invalid(FieldPath.NONE, Tree.of(key.text), String.join("; ", broken)).toString());
        }
        if (peek().endsRequirement()) {
            return new Requirement(key.text, not ? Operator.DOES_NOT_EXIST : Operator.EXISTS, List.of());
        }
        if (not) {
            return new Requirement(key.text, Operator.DOES_NOT_EXIST, List.of());
        }
        Operator operator = operator();
        List<String> values = operator == Operator.IN || operator == Operator.NOT_IN ? values() : List.of(value());
        return checked(new Requirement(key.text, operator, values));
    }

    private Operator operator() throws MalformedSelector {
        Token token = next();
        return switch (token.text) {
            case "in" -> Operator.IN;
            case "notin" -> Operator.NOT_IN;
            case "=" -> Operator.EQUALS;
            case "==" -> Operator.DOUBLE_EQUALS;
            case "!=" -> Operator.NOT_EQUALS;
            case ">" -> Operator.GREATER_THAN;
            case "<" -> Operator.LESS_THAN;
            default -> throw found(token, "in, notin, =, ==, !=, gt, lt");
        };
    }

    private List<String> values() throws MalformedSelector {
        Token open = next();
        if (!open.is("(")) {
            throw new MalformedSelector("found '" + open.text + "' expected: '('");
        }
        Token first = peek();
        if (first.is(")")) {
            next();
            return List.of("");
        }
        if (first.kind != Kind.IDENTIFIER && !first.is(",")) {
            throw found(first, "',', ')' or identifier");
        }
        return List.copyOf(list());
    }

    /// The values up to the closing parenthesis; nothing between two commas is the empty value.
    private TreeSet<String> list() throws MalformedSelector {
        TreeSet<String> values = new TreeSet<>();
        while (true) {
            Token token = next();
            if (token.kind == Kind.IDENTIFIER) {
                values.add(token.text);
                if (peek().is(")")) {
                    next();
                    return values;
                }
                if (!peek().is(",")) {
                    throw found(peek(), "',' or ')'");
                }
            } else if (token.is(",")) {
                if (values.isEmpty() || peek().is(",")) {
                    values.add("");
                }
                if (peek().is(")")) {
                    values.add("");
                    next();
                    return values;
                }
            } else {
                throw found(token, "',', or identifier");
            }
        }
    }

    private String value() throws MalformedSelector {
        if (peek().endsRequirement()) {
            return "";
        }
        Token value = next();
        if (value.kind != Kind.IDENTIFIER) {
            throw found(value, "identifier");
        }
        return value.text;
    }

    private static boolean isWhole(String text) {
        try {
            Long.parseLong(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Requirement checked(Requirement requirement) throws MalformedSelector {
        FieldPath path = FieldPath.of("values");
        List<FieldError> errors = new ArrayList<>();
        List<String> values = requirement.values();
        boolean numeric = requirement.operator() == Operator.GREATER_THAN
                || requirement.operator() == Operator.LESS_THAN;
        if (numeric && !isWhole(values.getFirst())) {
            errors.add(FieldError.invalid(
                    path.index(0),
                    Tree.of(values.getFirst()),
                    "for 'Gt', 'Lt' operators, the value must be an integer"));
        }
        for (int i = 0; i < values.size(); i++) {
            List<String> broken = NameRules.labelValue(values.get(i));
            if (!broken.isEmpty()) {
                errors.add(FieldError.invalid(
                        path.index(i).key(requirement.key()),
                        Tree.of(values.get(i)),
                        String.join("; ", broken)));
            }
        }
        if (!errors.isEmpty()) {
            throw new MalformedSelector(Problems.aggregate(errors));
        }
        return requirement;
    }

    private Token peek() {
        return tokens.get(Math.min(at, tokens.size() - 1));
    }

    private Token next() {
        Token token = peek();
        at++;
        return token;
    }

    private static MalformedSelector found(Token token, String expected) {
        return new MalformedSelector("found '" + token.text + "', expected: " + expected);
    }

    private static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isSpace(c)) {
                at++;
                continue;
            }
            int from = at;
            if (SPECIAL.indexOf(c) >= 0) {
                boolean two = at + 1 < text.length() && SYMBOLS.contains(text.substring(at, at + 2));
                at += two ? 2 : 1;
                tokens.add(new Token(Kind.SYMBOL, text.substring(from, at)));
            } else {
                while (at < text.length() && SPECIAL.indexOf(text.charAt(at)) < 0 && !isSpace(text.charAt(at))) {
                    at++;
                }
                tokens.add(new Token(Kind.IDENTIFIER, text.substring(from, at)));
            }
        }
        tokens.add(new Token(Kind.END, ""));
        return List.copyOf(tokens);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
