/// How kinds look in a table, which is what `kubectl get` shows. Start reading at [Table].
package dev.pilothouse.kinds.table;
