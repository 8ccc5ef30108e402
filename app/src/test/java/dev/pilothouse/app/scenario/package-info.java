/// Plays the text files of `app/src/test/scenarios`: commands that a person would type against a started control plane, and
/// what they must print. [dev.pilothouse.app.scenario.Scenario] says how such a file reads.
package dev.pilothouse.app.scenario;
