/// Counts what there is of what ResourceQuotas limit.
package dev.pilothouse.controllers.resourcequota;
