/// What the API server counts and times, under upstream's names (`/metrics`). Knows requests and answers, and none of the rooms
/// that make them. Start at `Metrics`, the table.
package dev.pilothouse.apiserver.metrics;
