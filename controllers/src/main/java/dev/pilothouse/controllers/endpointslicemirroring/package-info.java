/// Shows Endpoints that people write themselves to everybody who reads slices.
package dev.pilothouse.controllers.endpointslicemirroring;
