/// Objects as bytes in the cluster store: in which form they are written, and that any form is read. Start at [StoredBytes].
package dev.pilothouse.apiserver.storage;
