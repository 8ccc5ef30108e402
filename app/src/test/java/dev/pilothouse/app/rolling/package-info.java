/// Two API servers behind a balancer, restarted in turn while clients go on. Start at `RollingRestartTest`.
package dev.pilothouse.app.rolling;
