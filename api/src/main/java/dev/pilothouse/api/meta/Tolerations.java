package dev.pilothouse.api.meta;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;

/// Whether tolerations cover a taint (taints and tolerations concepts).
public final class Tolerations {
    private Tolerations() {}

    public static boolean tolerate(ListTree tolerations, ObjectTree taint) {
        for (Tree toleration : tolerations) {
            if (tolerates(toleration.asObject(), taint)) {
                return true;
            }
        }
        return false;
    }

    public static boolean tolerates(ObjectTree toleration, ObjectTree taint) {
        String effect = toleration.text("effect");
        String key = toleration.text("key");
        if (!effect.isEmpty() && !effect.equals(taint.text("effect"))
                || !key.isEmpty() && !key.equals(taint.text("key"))) {
            return false;
        }
        String operator = toleration.text("operator");
        return operator.equals("Exists")
                || (operator.isEmpty() || operator.equals("Equal"))
                        && toleration.text("value").equals(taint.text("value"));
    }
}
