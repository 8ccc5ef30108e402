/// What an object takes of a ResourceQuota. Two need to know it: who admits the object, and who counts what is there.
/// Pure; start at [dev.pilothouse.api.quota.Measure].
package dev.pilothouse.api.quota;
