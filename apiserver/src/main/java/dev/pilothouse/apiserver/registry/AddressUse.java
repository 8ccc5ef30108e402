package dev.pilothouse.apiserver.registry;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.metrics.Sink;
import dev.pilothouse.api.metrics.Source;
import dev.pilothouse.apiserver.metrics.AddressFamilies;
import dev.pilothouse.apiserver.read.Snapshot;
import dev.pilothouse.store.StoreException;
import java.util.List;

/// How much of the ranges is taken now. What can't be read now isn't told.
///
/// @param addresses the objects that stand for addresses
record AddressUse(Resource addresses, List<AddressRange> ranges, NodePorts ports) implements Source {
    @Override
    public void tell(Sink sink) {
        try {
            Snapshot taken = addresses.cache().newest().snapshot();
            ranges.forEach(range -> tell(sink, range, taken));
            int held = ports.held().taken().cardinality();
            sink.value(AddressFamilies.PORTS_TAKEN, held);
            sink.value(AddressFamilies.PORTS_FREE, ports.size() - held);
        } catch (StoreException away) {
            // A page of figures is worth having without these.
            return;
        }
    }

    private void tell(Sink sink, AddressRange range, Snapshot taken) {
        long[] count = {0};
        taken.walk(addresses.cache().prefix(), "", item -> {
            if (range.contains(ObjectMeta.name(item.object()))) {
                count[0]++;
            }
            return true;
        });
        sink.value(AddressFamilies.IPS_TAKEN, count[0], range.toString());
        sink.value(AddressFamilies.IPS_FREE, range.count() - count[0], range.toString());
    }
}
