/// Remembers the templates that a workload has had, as ControllerRevisions. Start reading at [Revisions].
package dev.pilothouse.controllers.revisions;
