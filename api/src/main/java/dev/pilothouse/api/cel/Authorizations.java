package dev.pilothouse.api.cel;

import dev.pilothouse.api.cel.CelAuthorizer.Question;
import dev.pilothouse.api.cel.CelAuthorizer.Step;
import java.util.function.BiFunction;

/// Functions that put a question about rights together, ask it, and read the answer.
final class Authorizations {
    private static final String IN = "kubernetes.authorization.";

    /// An answer, as a value.
    private static final String DECISION = "Decision";

    private Authorizations() {}

    static void define(Functions.Definer to) {
        step(to, "path", "Authorizer", "PathCheck", (q, text) -> new Question(
                q.serviceAccount(), text, "", "", "", "", "", ""));
        step(to, "group", "Authorizer", "GroupCheck", (q, text) -> new Question(
                q.serviceAccount(), "", text, "", "", "", "", ""));
        step(to, "resource", "GroupCheck", "ResourceCheck", (q, text) -> new Question(
                q.serviceAccount(), "", q.group(), text, "", "", "", ""));
        step(to, "subresource", "ResourceCheck", "ResourceCheck", (q, text) -> new Question(
                q.serviceAccount(), "", q.group(), q.resource(), text, q.namespace(), q.name(), ""));
        step(to, "namespace", "ResourceCheck", "ResourceCheck", (q, text) -> new Question(
                q.serviceAccount(), "", q.group(), q.resource(), q.subresource(), text, q.name(), ""));
        step(to, "name", "ResourceCheck", "ResourceCheck", (q, text) -> new Question(
                q.serviceAccount(), "", q.group(), q.resource(), q.subresource(), q.namespace(), text, ""));
        to.define("serviceAccount", IN + "Authorizer.(string,string):" + IN + "Authorizer", a -> {
            Step step = (Step) a[0];
            return new Step(step.authorizer(), "Authorizer", new Question(a[1] + ":" + a[2], "", "", "", "", "", "", ""));
        });
        to.define("check", IN + "PathCheck.(string):" + IN + DECISION, Authorizations::check);
        to.define("check", IN + "ResourceCheck.(string):" + IN + DECISION, Authorizations::check);
        to.define("allowed", IN + DECISION + ".():bool", a -> answer(a[0]).allowed());
        to.define("reason", IN + DECISION + ".():string", a -> answer(a[0]).reason());
        to.define("errored", IN + DECISION + ".():bool", _ -> false);
        to.define("error", IN + DECISION + ".():string", _ -> "");
    }

    private static void step(
            Functions.Definer to, String name, String from, String into, BiFunction<Question, String, Question> next) {
        to.define(name, IN + from + ".(string):" + IN + into, a -> {
            Step step = (Step) a[0];
            return new Step(step.authorizer(), into, next.apply(step.question(), (String) a[1]));
        });
    }

    private static Object check(Object[] a) {
        Step step = (Step) a[0];
        Question q = step.question();
        return new Step(step.authorizer(), DECISION, new Question(
                q.serviceAccount(), q.path(), q.group(), q.resource(), q.subresource(), q.namespace(), q.name(), (String) a[1]));
    }

    private static CelAuthorizer.Answer answer(Object decision) {
        Step step = (Step) decision;
        return step.authorizer().ask(step.question());
    }
}
