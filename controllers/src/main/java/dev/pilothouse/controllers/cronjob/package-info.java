/// Makes Jobs by a timetable.
package dev.pilothouse.controllers.cronjob;
