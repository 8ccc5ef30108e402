package dev.pilothouse.kinds.batch;

import dev.pilothouse.api.meta.ObjectMeta;
import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Fill;

/// The labels by which a job knows its own pods: its uid makes them its own beyond doubt.
final class JobLabels {
    static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";
    static final String JOB_NAME = "batch.kubernetes.io/job-name";
    static final String OLD_CONTROLLER_UID = "controller-uid";
    static final String OLD_JOB_NAME = "job-name";

    private JobLabels() {}

    /// The job with a selector for its uid, and a template that fits it.
    static ObjectTree withSelector(ObjectTree job) {
        String uid = ObjectMeta.uid(job);
        String name = ObjectMeta.name(job);
        ObjectTree spec = Fill.under(
                job.object("spec"),
                "template",
                template -> Fill.under(
                        template,
                        "metadata",
                        metadata -> Fill.under(
                                metadata,
                                "labels",
                                labels -> Fill.missing(
                                        Fill.missing(
                                                Fill.missing(
                                                        Fill.missing(labels, JOB_NAME, name), OLD_JOB_NAME, name),
                                                CONTROLLER_UID,
                                                uid),
                                        OLD_CONTROLLER_UID,
                                        uid))));
        return job.with(
                "spec",
                Fill.under(
                        spec,
                        "selector",
                        selector -> Fill.under(
                                selector, "matchLabels", labels -> Fill.missing(labels, CONTROLLER_UID, uid))));
    }
}
