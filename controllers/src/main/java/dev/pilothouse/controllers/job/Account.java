package dev.pilothouse.controllers.job;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.controllers.pods.Pods;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a Job has counted of its pods. An ended pod is first noted by its uid, then freed of its finalizer, then counted:
/// so each counts once, whatever is interrupted in between.
///
/// @param succeeded those counted; for an indexed Job the indexes that are done
/// @param waiting uids of ended pods that are noted and not counted yet: those that succeeded
/// @param failing the same of those that failed
/// @param ignored uids of failed pods that the Job's policy doesn't count
/// @param done completed indexes of an indexed Job
/// @param retries failed indexes, and those that are tried again
record Account(
        long succeeded,
        long failed,
        List<String> waiting,
        List<String> failing,
        List<String> ignored,
        TreeSet<Integer> done,
        Retries retries) {
    static final String FINALIZER = "batch.kubernetes.io/job-tracking";
    static final String INDEX = "batch.kubernetes.io/job-completion-index";

    /// The account as the Job's status has it, brought forward by what the pods say.
    static Account of(ObjectTree job, List<ObjectTree> pods) {
        ObjectTree status = job.object("status");
        ObjectTree noted = status.object("uncountedTerminatedPods");
        Set<String> held = new HashSet<>();
        pods.stream().filter(Account::isHeld).forEach(pod -> held.add(ObjectMeta.uid(pod)));
        List<String> waiting = new ArrayList<>();
        List<String> failing = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        long succeeded = status.number("succeeded") + settle(noted.list("succeeded").texts(), held, waiting);
        long failed = status.number("failed") + settle(noted.list("failed").texts(), held, failing);
        TreeSet<Integer> done = Indexes.parse(status.text("completedIndexes"));
        List<ObjectTree> fresh = pods.stream()
                .filter(Account::isHeld)
                .filter(pod -> !waiting.contains(ObjectMeta.uid(pod)) && !failing.contains(ObjectMeta.uid(pod)))
                .toList();
        for (ObjectTree pod : fresh) {
            if (Pods.phase(pod).equals("Succeeded")) {
                index(pod).ifPresent(done::add);
                waiting.add(ObjectMeta.uid(pod));
            }
        }
        Retries retries = Retries.of(job, pods, done);
        FailurePolicy policy = FailurePolicy.of(job);
        for (ObjectTree pod : fresh) {
            if (hasFailed(pod, job) && !retries.holds(pod)) {
                (policy.judge(pod).ignores() ? ignored : failing).add(ObjectMeta.uid(pod));
            }
        }
        return new Account(succeeded, failed, waiting, failing, ignored, done, retries);
    }

    /// Whether the pod won't succeed any more. One that is on its way out counts as failed, unless its Job waits for the
    /// end before it makes the next.
    static boolean hasFailed(ObjectTree pod, ObjectTree job) {
        boolean onlyFailed = job.object("spec").text("podReplacementPolicy").equals("Failed");
        return Pods.phase(pod).equals("Failed") || Pods.isTerminating(pod) && !onlyFailed;
    }

    static Optional<Integer> index(ObjectTree pod) {
        String index = ObjectMeta.annotation(pod, INDEX);
        return index.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(index));
    }

    /// How many of the noted are free of their finalizer; the others stay noted.
    private static long settle(List<String> noted, Set<String> held, List<String> rest) {
        noted.stream().filter(held::contains).forEach(rest::add);
        return noted.stream().filter(uid -> !held.contains(uid)).count();
    }

    static boolean isHeld(ObjectTree pod) {
        return ObjectMeta.hasFinalizer(pod, FINALIZER);
    }

    boolean isSettled() {
        return waiting.isEmpty() && failing.isEmpty() && retries.last().isEmpty();
    }

    long allSucceeded() {
        return succeeded + waiting.size();
    }

    long allFailed() {
        return failed + failing.size();
    }

    /// Whether the pod needn't be held any longer.
    boolean hasNoted(ObjectTree pod) {
        String uid = ObjectMeta.uid(pod);
        return waiting.contains(uid) || failing.contains(uid) || ignored.contains(uid);
    }

    Tree noted() {
        ObjectTree noted = ObjectTree.EMPTY;
        noted = waiting.isEmpty() ? noted : noted.with("succeeded", ListTree.ofTexts(waiting));
        return failing.isEmpty() ? noted : noted.with("failed", ListTree.ofTexts(failing));
    }
}
