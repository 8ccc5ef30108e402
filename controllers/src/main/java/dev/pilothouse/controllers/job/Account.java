package dev.pilothouse.controllers.job;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ListTree;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.api.tree.Tree;
import dev.pilothouse.controllers.pods.Pods;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a Job has counted of its pods. An ended pod is first noted by its uid, then freed of its finalizer, then counted:
/// so each counts once, whatever is interrupted in between.
///
/// @param succeeded those counted; for an indexed Job the indexes that are done
/// @param waiting uids of ended pods that are noted and not counted yet: those that succeeded
/// @param failing the same of those that failed
/// @param done completed indexes of an indexed Job
record Account(long succeeded, long failed, List<String> waiting, List<String> failing, TreeSet<Integer> done) {
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
        long succeeded = status.number("succeeded") + settle(noted.list("succeeded").texts(), held, waiting);
        long failed = status.number("failed") + settle(noted.list("failed").texts(), held, failing);
        TreeSet<Integer> done = Indexes.parse(status.text("completedIndexes"));
        boolean onlyFailed = job.object("spec").text("podReplacementPolicy").equals("Failed");
        for (ObjectTree pod : pods) {
            String uid = ObjectMeta.uid(pod);
            if (!isHeld(pod) || waiting.contains(uid) || failing.contains(uid)) {
                continue;
            }
            boolean ended = Pods.phase(pod).equals("Failed") || Pods.isTerminating(pod) && !onlyFailed;
            if (Pods.phase(pod).equals("Succeeded")) {
                index(pod, done);
                waiting.add(uid);
            } else if (ended) {
                failing.add(uid);
            }
        }
        return new Account(succeeded, failed, waiting, failing, done);
    }

    private static void index(ObjectTree pod, TreeSet<Integer> done) {
        String index = ObjectMeta.annotation(pod, INDEX);
        if (!index.isEmpty()) {
            done.add(Integer.parseInt(index));
        }
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
        return waiting.isEmpty() && failing.isEmpty();
    }

    long allSucceeded() {
        return succeeded + waiting.size();
    }

    long allFailed() {
        return failed + failing.size();
    }

    boolean hasNoted(ObjectTree pod) {
        return waiting.contains(ObjectMeta.uid(pod)) || failing.contains(ObjectMeta.uid(pod));
    }

    Tree noted() {
        ObjectTree noted = ObjectTree.EMPTY;
        noted = waiting.isEmpty() ? noted : noted.with("succeeded", ListTree.ofTexts(waiting));
        return failing.isEmpty() ? noted : noted.with("failed", ListTree.ofTexts(failing));
    }
}
