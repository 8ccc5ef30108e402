/// What the two controllers that tell where a Service's pods are have in common.
package dev.pilothouse.controllers.services;
