/// The controller manager.
package dev.pilothouse.controllers;
