package dev.pilothouse.api.cel;

/// The value `null`.
public enum CelNull {
    NULL
}
