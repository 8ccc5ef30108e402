/// Who asks? Client certificates, tokens, callers in the same process, or nobody known. Knows nothing of what they may
/// do. Start reading at [Authentication].
package dev.pilothouse.apiserver.authentication;
