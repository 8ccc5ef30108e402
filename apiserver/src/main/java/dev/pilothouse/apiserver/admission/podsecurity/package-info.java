/// The pod security standards (kubernetes.io/docs/concepts/security/pod-security-standards) and the labels by which a
/// namespace asks for them. Knows pods and labels, nothing of requests. Start at `Standards`.
package dev.pilothouse.apiserver.admission.podsecurity;
