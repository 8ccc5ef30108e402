/// Keeps the Endpoints object of every Service that selects pods.
package dev.pilothouse.controllers.endpoints;
