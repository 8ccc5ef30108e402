/// Gives each namespace its default service account.
package dev.pilothouse.controllers.serviceaccount;
