/// How what happens is counted and told under upstream's names: families, and the numbers of each by labels. Knows neither pages nor
/// who counts: each module has the table of its own families. Start at `Family`, then `Series`.
package dev.pilothouse.api.metrics;
