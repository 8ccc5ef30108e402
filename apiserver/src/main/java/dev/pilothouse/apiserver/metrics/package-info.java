/// What is counted, timed and told under upstream's names (`/metrics`). Knows numbers, and none of the rooms that they come from: each
/// tells its own. Start at `Families`, the table, and `Metrics`, the page.
package dev.pilothouse.apiserver.metrics;
