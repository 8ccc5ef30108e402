package dev.pilothouse.controllers.ttlafterfinished;

import dev.pilothouse.api.batch.v1.Job;
import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.meta.Timestamps;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.client.Client;
import dev.pilothouse.client.Controller;
import dev.pilothouse.client.Key;
import dev.pilothouse.client.World;
import dev.pilothouse.controllers.job.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Deletes Jobs, with what they made, once their `ttlSecondsAfterFinished` have passed.
public final class TtlAfterFinishedController implements Controller {

    @Override
    public String name() {
        return "ttl-after-finished-controller";
    }

    @Override
    public Watches watches() {
        return Watches.of(Job.RESOURCE);
    }

    @Override
    public Next reconcile(Key key, World world) {
        Optional<Instant> end = world.get(Job.RESOURCE, key).flatMap(TtlAfterFinishedController::endOf);
        if (end.isEmpty()) {
            return Next.whenChanged();
        }
        Duration left = Duration.between(world.now(), end.get());
        if (left.isPositive()) {
            return Next.after(left);
        }
        // The cache may be behind: somebody may just have given the Job more time.
        Optional<ObjectTree> job = world.client()
                .find(Job.RESOURCE, key)
                .filter(fresh -> endOf(fresh).filter(at -> !at.isAfter(world.now())).isPresent());
        job.ifPresent(each -> world.delete(
                Job.RESOURCE, key, new Client.Deletion(Optional.empty(), "Foreground", ObjectMeta.uid(each), "")));
        return Next.whenChanged();
    }

    /// When the Job's time is up; empty while it runs, or if it may stay for ever.
    private static Optional<Instant> endOf(ObjectTree job) {
        ObjectTree spec = job.object("spec");
        if (ObjectMeta.isBeingDeleted(job) || !spec.has("ttlSecondsAfterFinished")) {
            return Optional.empty();
        }
        return Verdict.finish(job)
                .flatMap(condition -> Timestamps.parse(condition.text("lastTransitionTime")))
                .map(finished -> finished.plusSeconds(spec.number("ttlSecondsAfterFinished")));
    }
}
