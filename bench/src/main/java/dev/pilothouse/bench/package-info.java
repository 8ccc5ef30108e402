/// Measurements that docs/performance.md quotes, each with the command that repeats it: `bench/tree`, `bench/load`.
package dev.pilothouse.bench;
