package dev.pilothouse.kinds.batch;

import dev.pilothouse.api.tree.ObjectTree;
import dev.pilothouse.kinds.rules.Check;
import dev.pilothouse.kinds.rules.Checks;
import dev.pilothouse.kinds.rules.Place;
import java.util.List;

/// Rules for a timetable of jobs.
final class CronJobRules {
    /// A job's name is the timetable's and a time of eleven characters; a pod's is longer still.
    private static final int NAME_LIMIT = 63 - 11;

    private static final Check CONCURRENCY = Checks.requiredOneOf("Allow", "Forbid", "Replace");

    private CronJobRules() {}

    static void check(Place job, ObjectTree old) {
        Place spec = job.at("spec");
        schedule(spec, old.object("spec"));
        Checks.NON_NEGATIVE.check(spec.at("startingDeadlineSeconds"));
        zone(spec, old.object("spec"));
        CONCURRENCY.check(spec.at("concurrencyPolicy"));
        Place template = spec.at("jobTemplate", "spec");
        JobRules.body(template, old.at("spec", "jobTemplate", "spec").asObject());
        if (template.at("selector").isPresent()) {
            template.at("selector").invalid("`selector` will be auto-generated");
        }
        if (template.at("manualSelector").bool()) {
            template.problems()
                    .add(dev.pilothouse.api.meta.FieldError.notSupported(
                            template.at("manualSelector").path(),
                            template.at("manualSelector").value(),
                            List.of("nil", "false")));
        }
        Checks.NON_NEGATIVE.check(spec.at("successfulJobsHistoryLimit"));
        Checks.NON_NEGATIVE.check(spec.at("failedJobsHistoryLimit"));
    }

    static void name(Place job) {
        Place name = job.at("metadata", "name");
        if (name.text().length() > NAME_LIMIT) {
            name.invalidText("must be no more than 52 characters");
        }
    }

    private static void schedule(Place spec, ObjectTree old) {
        Place schedule = spec.at("schedule");
        if (schedule.isEmpty()) {
            schedule.required("");
            return;
        }
        CronSchedule.broken(schedule.text()).ifPresent(schedule::invalid);
        boolean zoned = schedule.text().contains("TZ");
        if (zoned && spec.at("timeZone").isPresent()) {
            schedule.invalid("cannot use both timeZone field and TZ or CRON_TZ in schedule");
        } else if (zoned && !old.text("schedule").equals(schedule.text())) {
            schedule.invalid("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
    }

    private static void zone(Place spec, ObjectTree old) {
        Place zone = spec.at("timeZone");
        if (zone.isAbsent() || zone.value().equals(old.get("timeZone"))) {
            return;
        }
        String name = zone.text();
        if (name.isEmpty()) {
            zone.invalid("timeZone must be nil or non-empty string");
        } else if (name.equalsIgnoreCase("Local")) {
            zone.invalid("timeZone must be an explicit time zone as defined in"
                    + " https://www.iana.org/time-zones");
        } else if (!TimeZones.exists(name)) {
            zone.invalid("unknown time zone " + name);
        }
    }
}
