package dev.pilothouse.kinds;

import dev.pilothouse.api.tree.ObjectTree;

/// How a served form of a kind that isn't the stored one becomes it, and back. Nothing that either form can say gets
/// lost on the way there and back. Pure functions, safe for many threads.
public interface Conversion {

    /// The form that is stored is also the one that is served.
    Conversion NONE = new Conversion() {
        @Override
        public ObjectTree toStored(ObjectTree served) {
            return served;
        }

        @Override
        public ObjectTree toServed(ObjectTree stored) {
            return stored;
        }
    };

    ObjectTree toStored(ObjectTree served);

    ObjectTree toServed(ObjectTree stored);
}
