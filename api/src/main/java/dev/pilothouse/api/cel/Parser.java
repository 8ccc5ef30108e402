package dev.pilothouse.api.cel;

import dev.pilothouse.api.cel.Expr.Call;
import dev.pilothouse.api.cel.Expr.Literal;
import dev.pilothouse.api.cel.Expr.Name;
import dev.pilothouse.api.cel.Expr.Select;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads words into an expression. The first word that doesn't fit ends the reading.
final class Parser {
    /// How deep expressions may nest.
    private static final int DEEPEST = 250;

    private static final String OPERAND =
            "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
    private static final BigInteger BEYOND = BigInteger.ONE.shiftLeft(63);
    private static final Set<String> RESERVED = Set.of(
            "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
            "namespace", "return", "var", "void", "while");
    private static final Map<String, String> COMPARISONS = Map.of(
            "<", "_<_", "<=", "_<=_", ">", "_>_", ">=", "_>=_", "==", "_==_", "!=", "_!=_", "in", "@in");

    /// Ends the reading; the issue has been written down.
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable() {
            super("unreadable", null, false, false);
        }
    }

    private final List<Token> tokens;
    private final List<Issue> issues;
    private int at;
    private int depth;

    private Parser(List<Token> tokens, List<Issue> issues) {
        this.tokens = tokens;
        this.issues = issues;
    }

    /// Empty when something was wrong; then the issues say what.
    static Optional<Expr> read(String source, List<Issue> issues) {
        Parser parser = new Parser(Lexer.read(source, issues), issues);
        try {
            Expr whole = parser.expression();
            parser.end();
            return issues.isEmpty() ? Optional.of(whole) : Optional.empty();
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    private boolean takes(String symbol) {
        boolean found = peek().is(symbol);
        if (found) {
            at++;
        }
        return found;
    }

    private Unreadable wrong(int where, String text) {
        issues.add(Issue.syntax(where, text));
        return new Unreadable();
    }

    private void end() {
        if (peek().kind() == Token.Kind.END) {
            return;
        }
        boolean alone = tokens.get(at + 1).kind() == Token.Kind.END;
        throw wrong(peek().at(), (alone ? "extraneous" : "mismatched") + " input '" + peek().shown() + "' expecting <EOF>");
    }

    private Token expect(String symbol) {
        if (!peek().is(symbol)) {
            throw wrong(peek().at(), "mismatched input '" + peek().shown() + "' expecting '" + symbol + "'");
        }
        return next();
    }

    private Expr expression() {
        if (++depth > DEEPEST) {
            throw wrong(peek().at(), "expression recursion limit exceeded: " + DEEPEST);
        }
        Expr condition = or();
        Token mark = peek();
        if (takes("?")) {
            Expr yes = or();
            expect(":");
            condition = call(mark.at(), "_?_:_", condition, yes, expression());
        }
        depth--;
        return condition;
    }

    private static Call call(int at, String function, Expr... arguments) {
        return new Call(at, function, Optional.empty(), List.of(arguments));
    }

    private Expr or() {
        Expr left = and();
        for (Token mark = peek(); takes("||"); mark = peek()) {
            left = call(mark.at(), "_||_", left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = relation();
        for (Token mark = peek(); takes("&&"); mark = peek()) {
            left = call(mark.at(), "_&&_", left, relation());
        }
        return left;
    }

    private Expr relation() {
        Expr left = sum();
        while (peek().kind() == Token.Kind.SYMBOL && COMPARISONS.containsKey(peek().text())) {
            Token mark = next();
            left = call(mark.at(), COMPARISONS.get(mark.text()), left, sum());
        }
        return left;
    }

    private Expr sum() {
        Expr left = product();
        while (peek().is("+") || peek().is("-")) {
            Token mark = next();
            left = call(mark.at(), "_" + mark.text() + "_", left, product());
        }
        return left;
    }

    private Expr product() {
        Expr left = unary();
        while (peek().is("*") || peek().is("/") || peek().is("%")) {
            Token mark = next();
            left = call(mark.at(), "_" + mark.text() + "_", left, unary());
        }
        return left;
    }

    private Expr unary() {
        Token mark = peek();
        int marks = 0;
        while (peek().is(mark.text()) && (mark.is("!") || mark.is("-"))) {
            at++;
            marks++;
        }
        if (mark.is("-") && marks > 0 && peek().value() instanceof Number && marks % 2 == 1) {
            return member(negative(mark.at(), next()));
        }
        Expr operand = member(primary());
        return marks % 2 == 0 ? operand : call(mark.at(), mark.is("!") ? "!_" : "-_", operand);
    }

    private Literal negative(int where, Token number) {
        return switch (number.value()) {
            case Long whole -> new Literal(where, -whole, CelType.Simple.INT);
            case Double real -> new Literal(where, -real, CelType.Simple.DOUBLE);
            case BigInteger big when big.equals(BEYOND) -> new Literal(where, Long.MIN_VALUE, CelType.Simple.INT);
            default -> throw wrong(where, "invalid int literal");
        };
    }

    private Expr member(Expr start) {
        Expr from = start;
        while (true) {
            Token mark = peek();
            if (takes(".")) {
                boolean optional = takes("?");
                from = optional ? new Select(mark.at(), from, field(), false, true) : selected(mark, from);
            } else if (takes("[")) {
                boolean optional = takes("?");
                Expr index = expression();
                expect("]");
                from = call(mark.at(), optional ? "_[?_]" : "_[_]", from, index);
            } else if (mark.is("{") && path(from).isPresent()) {
                from = struct(path(from).get());
            } else {
                return from;
            }
        }
    }

    private String field() {
        Token name = peek();
        if (name.kind() != Token.Kind.NAME) {
            throw name.kind() == Token.Kind.END
                    ? wrong(name.at(), "no viable alternative at input '.'")
                    : wrong(name.at(), "mismatched input '" + name.shown() + "' expecting IDENTIFIER");
        }
        at++;
        return name.text();
    }

    private Expr selected(Token dot, Expr from) {
        String name = field();
        Token open = peek();
        if (!takes("(")) {
            return new Select(dot.at(), from, name, false, false);
        }
        List<Expr> arguments = arguments();
        String qualified = path(from).map(path -> path + "." + name).orElse("");
        if (Functions.isKnown(qualified)) {
            return new Call(open.at(), qualified, Optional.empty(), arguments);
        }
        return Macros.member(open.at(), from, name, arguments, issues)
                .orElseGet(() -> new Call(open.at(), name, Optional.of(from), arguments));
    }

    /// The names joined by dots, if it is nothing but names.
    static Optional<String> path(Expr expression) {
        return switch (expression) {
            case Name name -> Optional.of(name.name());
            case Select select when !select.optional() && !select.asked() ->
                path(select.from()).map(before -> before + "." + select.field());
            default -> Optional.empty();
        };
    }

    private List<Expr> arguments() {
        List<Expr> arguments = new ArrayList<>();
        while (!takes(")")) {
            if (!arguments.isEmpty()) {
                expect(",");
            }
            arguments.add(expression());
        }
        return arguments;
    }

    private Expr primary() {
        Token token = peek();
        if (takes("(")) {
            Expr inner = expression();
            expect(")");
            return inner;
        }
        if (takes("[")) {
            return list(token.at());
        }
        if (takes("{")) {
            return map(token.at());
        }
        if (token.kind() == Token.Kind.LITERAL) {
            at++;
            if (token.value() instanceof BigInteger) {
                throw wrong(token.at(), "invalid int literal");
            }
            return new Literal(token.at(), token.value(), Values.typeOf(token.value()));
        }
        takes(".");
        if (peek().kind() != Token.Kind.NAME) {
            throw wrong(peek().at(), "mismatched input '" + peek().shown() + "' expecting " + OPERAND);
        }
        return named(next());
    }

    private Expr named(Token name) {
        if (RESERVED.contains(name.text())) {
            issues.add(new Issue(name.at(), "reserved identifier: " + name.text()));
        }
        Token open = peek();
        if (!takes("(")) {
            return new Name(name.at(), name.text());
        }
        List<Expr> arguments = arguments();
        return name.text().equals("has")
                ? Macros.has(open.at(), arguments, issues)
                : new Call(open.at(), name.text(), Optional.empty(), arguments);
    }

    private Expr list(int where) {
        List<Expr.Element> elements = new ArrayList<>();
        while (!takes("]")) {
            if (!elements.isEmpty()) {
                expect(",");
                if (takes("]")) {
                    break;
                }
            }
            boolean optional = takes("?");
            elements.add(new Expr.Element(expression(), optional));
        }
        return new Expr.MakeList(where, elements);
    }

    private Expr map(int where) {
        List<Expr.Entry> entries = new ArrayList<>();
        while (!takes("}")) {
            if (!entries.isEmpty()) {
                expect(",");
                if (takes("}")) {
                    break;
                }
            }
            boolean optional = takes("?");
            Expr key = expression();
            Token colon = expect(":");
            entries.add(new Expr.Entry(colon.at(), key, expression(), optional));
        }
        return new Expr.MakeMap(where, entries);
    }

    private Expr struct(String type) {
        Token open = expect("{");
        List<Expr.Assignment> fields = new ArrayList<>();
        while (!takes("}")) {
            if (!fields.isEmpty()) {
                expect(",");
                if (takes("}")) {
                    break;
                }
            }
            boolean optional = takes("?");
            Token name = peek();
            if (name.kind() != Token.Kind.NAME) {
                throw wrong(name.at(), "mismatched input '" + name.shown() + "' expecting {'}', ',', '?', IDENTIFIER}");
            }
            at++;
            Token colon = expect(":");
            fields.add(new Expr.Assignment(colon.at(), name.text(), expression(), optional));
        }
        return new Expr.MakeStruct(open.at(), type, fields);
    }
}
