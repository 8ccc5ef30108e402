package dev.pilothouse.apiserver.discovery;

import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.metrics.StoreFamilies;
import dev.pilothouse.store.Store;
import java.util.ArrayList;
import java.util.List;

/// How much room the stores take, the first one and those of some resources. One that can't say is left out.
public record StoreSizes(Store store) implements Source {
    @Override
    public void tell(Sink sink) {
        List<Store> all = new ArrayList<>(List.of(store));
        all.addAll(store.others());
        for (int i = 0; i < all.size(); i++) {
            String name = "etcd-" + i;
            all.get(i).sizeBytes().ifPresent(bytes -> sink.value(StoreFamilies.SIZE, bytes, name));
        }
    }
}
