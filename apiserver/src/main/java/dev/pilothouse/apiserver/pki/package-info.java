/// The cluster's own certificate authority and the keys it needs, made at first start and kept in one folder. Knows nothing of
/// requests. Start reading at [dev.pilothouse.apiserver.pki.Pki].
package dev.pilothouse.apiserver.pki;
