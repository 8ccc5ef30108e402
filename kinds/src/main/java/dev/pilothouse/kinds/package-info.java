/// One file a kind: defaults, validation, update rules, table columns, field selectors.
package dev.pilothouse.kinds;
