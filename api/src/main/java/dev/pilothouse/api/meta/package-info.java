/// The words that every part shares: errors and their `Status`, field paths and problems, names, labels, selectors,
/// quantities, times, owners. Pure functions over trees; knows nothing of kinds, storage or HTTP.
/// Start reading at [ApiError] and [Problems].
package dev.pilothouse.api.meta;
