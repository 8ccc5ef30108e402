/// Rolls a Deployment's template out over ReplicaSets. Start reading at [DeploymentController]; the arithmetic is in
/// [Rollout], what is reported in [DeploymentStatus].
package dev.pilothouse.controllers.deployment;
