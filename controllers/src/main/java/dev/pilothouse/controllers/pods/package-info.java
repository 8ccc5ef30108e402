/// What controllers that make pods share: how a pod comes from a template, and which pod counts as what.
package dev.pilothouse.controllers.pods;
