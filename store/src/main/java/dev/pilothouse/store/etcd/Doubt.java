package dev.pilothouse.store.etcd;

import io.grpc.Status;
import java.util.List;
import java.util.Optional;

/// Finds out, for somebody who waits for a member's answer, whether it may still come. etcd itself would let them wait for five
/// seconds and two elections more, and a member that hangs says nothing ever.
///
/// Each finding must be made twice, so that neither a moment's silence nor an answer that is on its way ends the waiting.
final class Doubt {
    /// In the words of etcd for what it finds out later.
    static final String LEADER_FAILED = "etcdserver: request timed out, possibly due to previous leader failure";

    static final String NO_LEADER = "etcdserver: no leader";
    static final String SILENT = "the member doesn't answer";

    private static final int CERTAIN = 2;

    private final Members.Member member;
    private final List<Members.Member> all;
    private final long term;
    private long looked;
    private int silent;
    private int alone;
    private int outlived;

    /// @param all the cluster's members
    /// @param term the newest that was known when the member was asked
    Doubt(Members.Member member, List<Members.Member> all, long term) {
        this.member = member;
        this.all = all;
        this.term = term;
        this.looked = member.pulse().newest();
    }

    /// Why there is nothing to wait for; empty while there may be.
    Optional<Status> look() {
        Pulse.Beat beat = member.pulse().beat();
        if (beat.number() == looked) {
            return Optional.empty();
        }
        looked = beat.number();
        boolean led = beat.heard() && beat.leader() != 0;
        // Who is the only one stays the best that there is.
        silent = !beat.heard() && all.size() > 1 ? silent + 1 : 0;
        alone = beat.heard() && !led && othersAreLed() ? alone + 1 : 0;
        outlived = led && term != 0 && beat.term() > term ? outlived + 1 : 0;
        if (silent == CERTAIN) {
            return Optional.of(Status.UNAVAILABLE.withDescription(SILENT));
        }
        if (alone == CERTAIN) {
            return Optional.of(Status.UNAVAILABLE.withDescription(NO_LEADER));
        }
        return outlived == CERTAIN
                ? Optional.of(Status.UNAVAILABLE.withDescription(LEADER_FAILED))
                : Optional.empty();
    }

    /// An election is worth waiting for; a member that the others have left behind isn't.
    private boolean othersAreLed() {
        return all.stream()
                .filter(other -> other != member)
                .anyMatch(other -> other.pulse().beat().leader() != 0);
    }
}
