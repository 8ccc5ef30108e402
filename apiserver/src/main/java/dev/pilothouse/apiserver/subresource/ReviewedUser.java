package dev.pilothouse.apiserver.subresource;

import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.apiserver.authentication.Identity;

/// An identity as reviews show it.
final class ReviewedUser {
    private ReviewedUser() {}

    static ObjectTree of(Identity identity) {
        ObjectTree.Builder user = ObjectTree.builder().put("username", identity.user());
        if (!identity.uid().isEmpty()) {
            user.put("uid", identity.uid());
        }
        if (!identity.groups().isEmpty()) {
            user.put("groups", ListTree.ofTexts(identity.groups()));
        }
        if (!identity.extra().isEmpty()) {
            ObjectTree.Builder extra = ObjectTree.builder();
            identity.extra().forEach((key, values) -> extra.put(key, ListTree.ofTexts(values)));
            user.put("extra", extra.build());
        }
        return user.build();
    }
}
